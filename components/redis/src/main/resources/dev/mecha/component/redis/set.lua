-- The plain case of write.lua for one hash, at half its cost: no ttl, no first write.
-- ARGV: data, and the etag that must be there; empty for any.
-- Answers 0; 1 if the condition does not hold; -1 if the case is not plain: what is there is no hash of ours, or ends.
local found = redis.pcall('HMGET', KEYS[1], 'version', 'expire-at')
local version = found[1]
if found.err or found[2] or (version and not tonumber(version)) then
  return -1
end
if ARGV[2] ~= '' and version ~= ARGV[2] then
  return 1
end
local successor = string.format('%.0f', (version or 0) + 1)
redis.call('HSET', KEYS[1], 'data', ARGV[1], 'version', successor)
return 0
