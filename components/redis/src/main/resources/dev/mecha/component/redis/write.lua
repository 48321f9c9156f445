-- Performs writes in their order, all of them if every condition holds, else none.
--
-- KEYS: one per write; a key may occur again.
-- ARGV: 'apply' to write or 'check' to look only, then six per write:
--   what    'hash' or 'json' to set, 'delete' to remove
--   etag    the version that must be there; empty for any
--   first   '1' if a write without etag may only create
--   ttl     seconds; '0' for no end; empty to leave the end as it is
--   expiry  when the ttl ends, in milliseconds since the epoch; a note for readers
--   data    the value
-- Answers 0, or the number of the first write whose condition does not hold.

local PER_WRITE = 6

-- What is under a key: layout is nil if nothing is, version is nil if it has none.
local function look(key)
  local hash = redis.pcall('HMGET', key, 'version', 'expire-at')
  if not hash.err then
    if hash[1] and hash[1] ~= '' then
      return {layout = 'hash', version = hash[1], expiry = hash[2]}
    end
    return {}
  end
  local json = redis.pcall('JSON.GET', key, '.version')
  if type(json) == 'string' then
    return {layout = 'json', version = json}
  end
  return {layout = 'other'}
end

local function holds(found, etag, first)
  if etag ~= '' then
    return found.version == etag
  end
  return first ~= '1' or not found.layout
end

local function successor(found)
  return string.format('%.0f', tonumber(found.version or '0') + 1)
end

-- The note of the expiry is tied to a version: whoever writes without it makes it void.
local function expiry(found, version, ttl, at)
  if ttl == '' then
    local noted = found.version and found.expiry
    local prefix = noted and found.version .. ':'
    if noted and string.sub(noted, 1, #prefix) == prefix then
      return version .. ':' .. string.sub(noted, #prefix + 1)
    end
    return nil
  end
  return ttl ~= '0' and version .. ':' .. at or nil
end

local known, plan = {}, {}
for i, key in ipairs(KEYS) do
  local at = 2 + (i - 1) * PER_WRITE
  local what, etag, first, ttl = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local found = known[key] or look(key)
  if not holds(found, etag, first) then
    return i
  end
  plan[i] = found
  if what == 'delete' then
    known[key] = {}
  else
    if found.version and not tonumber(found.version) then
      return redis.error_reply('ERR the version of ' .. key .. ' is not a number')
    end
    local version = successor(found)
    known[key] =
      {layout = what, version = version, expiry = expiry(found, version, ttl, ARGV[at + 4])}
  end
end
if ARGV[1] ~= 'apply' then
  return 0
end

for i, key in ipairs(KEYS) do
  local at = 2 + (i - 1) * PER_WRITE
  local what, first, ttl, data = ARGV[at], ARGV[at + 2], ARGV[at + 3], ARGV[at + 5]
  local found = plan[i]
  if what == 'delete' then
    redis.call('DEL', key)
  else
    local version = successor(found)
    if found.layout and found.layout ~= what then
      redis.call('DEL', key)
    end
    if what == 'json' then
      local mark = first == '1' and ',"first-write":0' or ''
      redis.call('JSON.SET', key, '$', '{"data":' .. data .. ',"version":' .. version .. mark .. '}')
    else
      local fields = {'data', data, 'version', version}
      local noted = expiry(found, version, ttl, ARGV[at + 4])
      if noted then
        fields[#fields + 1] = 'expire-at'
        fields[#fields + 1] = noted
      end
      if first == '1' then
        fields[#fields + 1] = 'first-write'
        fields[#fields + 1] = '0'
      end
      redis.call('HSET', key, unpack(fields))
    end
    if ttl == '0' then
      redis.call('PERSIST', key)
    elseif ttl ~= '' then
      redis.call('EXPIRE', key, ttl)
    end
  end
end
return 0
