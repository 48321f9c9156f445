;; Turned into a module with wat2wasm, of the WebAssembly Binary Toolkit; see the file of the same name beside it.
;; Sets a header of requests and of answers; a DELETE it answers itself.
(module
  (import "http_handler" "get_method" (func $get_method (param i32 i32) (result i32)))
  (import "http_handler" "set_status_code" (func $status (param i32)))
  (import "http_handler" "set_header_value"
    (func $set_header (param i32 i32 i32 i32 i32)))
  (import "http_handler" "enable_features" (func $enable (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "x-guest")
  (data (i32.const 16) "seen")
  (func $start (drop (call $enable (i32.const 2))))
  (start $start)
  (func $mark (param $kind i32)
    (call $set_header (local.get $kind)
      (i32.const 0) (i32.const 7) (i32.const 16) (i32.const 4)))
  (func (export "handle_request") (result i64)
    (call $mark (i32.const 0))
    (drop (call $get_method (i32.const 64) (i32.const 64)))
    (if (i32.eq (i32.load8_u (i32.const 64)) (i32.const 68))
      (then (call $status (i32.const 405)) (return (i64.const 0))))
    (i64.const 1))
  (func (export "handle_response") (param i32 i32)
    (call $mark (i32.const 1))))
