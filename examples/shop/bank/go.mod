module example.mecha.dev/shop/bank

go 1.21
