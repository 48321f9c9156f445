-- Gives a lock back to nobody, if it is the owner's.
-- ARGV: the owner.
-- Answers 1; -1 if nobody has the lock; -2 if somebody else has it.
local owner = redis.call('GET', KEYS[1])
if not owner then
  return -1
end
if owner ~= ARGV[1] then
  return -2
end
return redis.call('DEL', KEYS[1])
