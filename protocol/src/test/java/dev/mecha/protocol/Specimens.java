package dev.mecha.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Messages in which every field holds something other than its default.
 *
 * <p>One specimen cannot hold every member of a oneof nor every value of an enum, so a message
 * comes in as many variants as its largest choice has.
 */
final class Specimens {

  /** The well-known JSON types contain themselves; nothing else is nearly this deep. */
  private static final int DEPTH = 8;

  /** Enough for the ten HTTP verbs, the longest choice of all; checked by the test. */
  static final int VARIANTS = 10;

  private Specimens() {}

  static Stream<Message> of(Message prototype) {
    return IntStream.range(0, VARIANTS).mapToObj(variant -> fill(prototype, variant, DEPTH));
  }

  static int choices(Descriptor type) {
    int oneofs =
        type.getRealOneofs().stream().mapToInt(oneof -> oneof.getFieldCount()).max().orElse(0);
    int enums =
        type.getFields().stream()
            .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.ENUM)
            .mapToInt(field -> field.getEnumType().getValues().size() - 1)
            .max()
            .orElse(0);
    return Math.max(oneofs, enums);
  }

  private static Message fill(Message prototype, int variant, int depth) {
    Message.Builder builder = prototype.newBuilderForType();
    for (FieldDescriptor field : prototype.getDescriptorForType().getFields()) {
      if (depth == 0 || !chosen(field, variant)) {
        continue;
      }
      if (field.isMapField()) {
        builder.addRepeatedField(field, value(builder, field, variant, depth));
      } else if (field.isRepeated()) {
        Object first = value(builder, field, variant, depth);
        builder.setField(field, List.of(first, value(builder, field, variant + 1, depth)));
      } else {
        builder.setField(field, value(builder, field, variant, depth));
      }
    }
    return builder.build();
  }

  private static boolean chosen(FieldDescriptor field, int variant) {
    var oneof = field.getRealContainingOneof();
    return oneof == null || oneof.getField(variant % oneof.getFieldCount()) == field;
  }

  private static Object value(
      Message.Builder parent, FieldDescriptor field, int variant, int depth) {
    int seed = 1 + field.getNumber() * VARIANTS + variant;
    return switch (field.getJavaType()) {
      case INT -> -seed;
      case LONG -> Long.MIN_VALUE + seed;
      case FLOAT -> seed + 0.5f;
      case DOUBLE -> seed + 0.25;
      case BOOLEAN -> true;
      case STRING -> field.getName() + "/é😀/" + seed;
      case BYTE_STRING -> ByteString.copyFrom(new byte[] {0, (byte) 0xff, (byte) seed});
      case ENUM -> other(field.getEnumType().getValues(), variant);
      case MESSAGE ->
          fill(parent.newBuilderForField(field).getDefaultInstanceForType(), variant, depth - 1);
    };
  }

  /** A value that is not the first: google's NullValue has no other. */
  private static EnumValueDescriptor other(List<EnumValueDescriptor> values, int variant) {
    return values.size() == 1 ? values.getFirst() : values.get(1 + variant % (values.size() - 1));
  }
}
