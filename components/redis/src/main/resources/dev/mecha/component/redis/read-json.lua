-- Reads a document. Answers its data as JSON text, its version, and its remaining life span in milliseconds (below
-- zero if it has none); nothing if the key is absent; an error if the key holds something else.
local data = redis.call('JSON.GET', KEYS[1], '.data')
if not data then
  return {}
end
local version = redis.pcall('JSON.GET', KEYS[1], '.version')
if type(version) ~= 'string' then
  version = ''
end
return {data, version, tostring(redis.call('PTTL', KEYS[1]))}
