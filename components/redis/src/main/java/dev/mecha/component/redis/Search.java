package dev.mecha.component.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateValue;
import io.lettuce.core.output.EncodedComplexOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.search.SearchReply;
import io.lettuce.core.search.SearchReplyParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Finds JSON documents by the indexes that the metadata names. */
final class Search {

  /** A page where the query sets no limit: more at once is what servers refuse by default. */
  private static final int LARGEST_PAGE = 10_000;

  private static final String DATA = "$.data";
  private static final String VERSION = "$.version";

  private final Supplier<Link> link;
  private final Calls calls;
  private final Map<String, SearchText> indexes = new HashMap<>();

  Search(Supplier<Link> link, Calls calls, List<QueryIndex> indexes) {
    this.link = link;
    this.calls = calls;
    indexes.forEach(index -> this.indexes.put(index.name(), new SearchText(index)));
  }

  /**
   * Makes the indexes, each anew if it is there already, since its fields may differ.
   *
   * @param all the indexes
   * @throws InvalidMetadataException if the server cannot have indexes over documents
   * @throws InterruptedException if the calling thread is interrupted
   */
  void create(List<QueryIndex> all) throws InterruptedException {
    for (QueryIndex index : all) {
      try {
        create(index);
      } catch (RefusedException e) {
        if (!e.answer().contains("Index already exists")) {
          throw new InvalidMetadataException(
              "queryIndexes: error registering query schemas: "
                  + e.getMessage()
                  + " (expected: a server with the modules RedisJSON and RediSearch)");
        }
        calls.read(link, server -> server.commands().ftDropindex(index.name()));
        create(index);
      }
    }
  }

  private void create(QueryIndex index) throws InterruptedException {
    calls.read(
        link,
        server ->
            server
                .commands()
                .dispatch(
                    CommandType.FT_CREATE, new StatusOutput<>(Connector.CODEC), definition(index)));
  }

  private static CommandArgs<String, byte[]> definition(QueryIndex index) {
    var args = new CommandArgs<>(Connector.CODEC).add(index.name());
    args.add("ON").add("JSON").add("SCHEMA");
    for (int i = 0; i < index.fields().size(); i++) {
      QueryIndex.Field field = index.fields().get(i);
      args.add(DATA + "." + field.key()).add("AS").add("var" + i).add(field.type()).add("SORTABLE");
    }
    return args;
  }

  /**
   * @param query filter, order and page
   * @param metadata of the request: {@code queryIndexName} is which index to search
   * @return one page
   * @throws ComponentException if there is no such index, or it cannot answer the query
   * @throws InterruptedException if the calling thread is interrupted
   */
  QueryResult find(StateQuery query, Map<String, String> metadata) throws InterruptedException {
    String name = metadata.getOrDefault("queryIndexName", "");
    if (name.isEmpty()) {
      throw new ComponentException("query index not found");
    }
    SearchText text = indexes.get(name);
    if (text == null) {
      throw new ComponentException("query index schema \"" + name + "\" not found");
    }
    long offset = offset(query);
    CommandArgs<String, byte[]> args = args(name, text, query, offset);
    SearchReply<String, byte[]> reply = calls.read(link, server -> search(server, args));
    long next = offset + reply.getResults().size();
    boolean more = !reply.getResults().isEmpty() && next < reply.getCount();
    return new QueryResult(
        reply.getResults().stream().map(Search::item).toList(),
        more ? Long.toString(next) : null,
        Map.of());
  }

  /**
   * Word by word: the driver's own arguments always name a dialect, which older modules do not
   * know.
   */
  private static CommandArgs<String, byte[]> args(
      String name, SearchText text, StateQuery query, long offset) {
    var args = new CommandArgs<>(Connector.CODEC).add(name).add(text.of(query.filter()));
    StateQuery.Sort sort = text.sort(query);
    if (sort != null) {
      args.add("SORTBY").add(text.alias(sort.key()));
      if (sort.descending()) {
        args.add("DESC");
      }
    }
    args.add("LIMIT").add(offset).add(query.limit() == 0 ? LARGEST_PAGE : query.limit());
    return args.add("RETURN").add(2).add(DATA).add(VERSION);
  }

  private static Future<SearchReply<String, byte[]>> search(
      Link server, CommandArgs<String, byte[]> args) {
    var output =
        new EncodedComplexOutput<>(Connector.CODEC, new SearchReplyParser<>(Connector.CODEC, null));
    return server.commands().dispatch(CommandType.FT_SEARCH, output, args);
  }

  private static long offset(StateQuery query) {
    String token = query.token();
    if (token == null || token.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseUnsignedLong(token);
    } catch (NumberFormatException e) {
      throw new ComponentException(
          "page token: \"" + token + "\" (expected: the token of an earlier answer)", e);
    }
  }

  private static BulkItem item(SearchReply.SearchResult<String, byte[]> result) {
    byte[] data = result.getFields().get(DATA);
    byte[] version = result.getFields().get(VERSION);
    if (data == null) {
      return new BulkItem(result.getId(), null, "the document has no data");
    }
    String etag = version == null ? null : new String(version, UTF_8);
    return new BulkItem(result.getId(), new StateValue(data, etag, Map.of()), null);
  }
}
