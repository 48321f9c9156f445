package dev.mecha.component.memcached;

import net.rubyeye.xmemcached.transcoders.CachedData;
import net.rubyeye.xmemcached.transcoders.PrimitiveTypeTranscoder;

/** Gives the driver an item as it is: values are not packed, nor turned into objects. */
final class ItemTranscoder extends PrimitiveTypeTranscoder<Item> {

  @Override
  public CachedData encode(Item item) {
    byte[] value = item.value();
    return new CachedData(item.flags(), value, value.length, -1);
  }

  @Override
  public Item decode(CachedData data) {
    byte[] value = data.getData();
    return new Item(value == null ? new byte[0] : value, data.getFlag());
  }
}
