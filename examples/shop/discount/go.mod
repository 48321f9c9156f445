module example.mecha.dev/shop/discount

go 1.21
