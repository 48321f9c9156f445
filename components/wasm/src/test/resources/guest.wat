;; Turned into a module with wat2wasm, of the WebAssembly Binary Toolkit; see the file of the same name beside it.
(module
  (import "http_handler" "enable_features" (func $enable (param i32) (result i32)))
  (import "http_handler" "get_config" (func $config (param i32 i32) (result i32)))
  (import "http_handler" "get_uri" (func $get_uri (param i32 i32) (result i32)))
  (import "http_handler" "set_uri" (func $set_uri (param i32 i32)))
  (import "http_handler" "set_header_value"
    (func $set_header (param i32 i32 i32 i32 i32)))
  (import "http_handler" "get_header_values"
    (func $get_header (param i32 i32 i32 i32 i32) (result i64)))
  (import "http_handler" "read_body" (func $read (param i32 i32 i32) (result i64)))
  (import "http_handler" "write_body" (func $write (param i32 i32 i32)))
  (import "http_handler" "set_status_code" (func $status (param i32)))
  (memory (export "memory") 2)
  (data (i32.const 0) "x-guest")
  (data (i32.const 16) "/new?by=guest")
  (data (i32.const 48) "denied")
  (data (i32.const 64) "x-config")
  (data (i32.const 80) "!")
  (global $body (mut i32) (i32.const 0))
  (func $start (drop (call $enable (i32.const 3))))
  (start $start)
  (func $mark (param $kind i32)
    (local $length i32)
    (local.set $length (call $config (i32.const 1024) (i32.const 100)))
    (call $set_header (local.get $kind) (i32.const 0) (i32.const 7)
      (i32.const 1024) (local.get $length)))
  (func $shout (param $kind i32)
    (local $length i32)
    (local.set $length
      (i32.wrap_i64 (call $read (local.get $kind) (i32.const 4096) (i32.const 60000))))
    (i32.store8 (i32.const 4096) (i32.load8_u (i32.const 80)))
    (call $write (local.get $kind) (i32.const 4096) (local.get $length)))
  (func (export "handle_request") (result i64)
    (local $first i32)
    (drop (call $get_uri (i32.const 2048) (i32.const 1000)))
    (local.set $first (i32.load8_u (i32.const 2049)))
    (call $mark (i32.const 0))
    (if (i32.eq (local.get $first) (i32.const 100)) ;; /deny
      (then
        (call $status (i32.const 403))
        (call $mark (i32.const 1))
        (call $write (i32.const 1) (i32.const 48) (i32.const 6))
        (return (i64.const 0))))
    (if (i32.eq (local.get $first) (i32.const 116)) (then (unreachable))) ;; /trap
    (if (i32.eq (local.get $first) (i32.const 111)) ;; /old
      (then (call $set_uri (i32.const 16) (i32.const 13))))
    (global.set $body (i32.eq (local.get $first) (i32.const 98))) ;; /body
    (if (global.get $body) (then (call $shout (i32.const 0))))
    (i64.const 0x700000001))
  (func (export "handle_response") (param $context i32) (param $error i32)
    (if (i32.ne (local.get $context) (i32.const 7)) (then (unreachable)))
    (call $mark (i32.const 1))
    (if (global.get $body) (then (call $shout (i32.const 1))))))
