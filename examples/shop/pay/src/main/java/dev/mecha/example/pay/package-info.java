/** The service of the shop that speaks gRPC, with the stubs of Dapr's SDK. */
@NullMarked
package dev.mecha.example.pay;

import org.jspecify.annotations.NullMarked;
