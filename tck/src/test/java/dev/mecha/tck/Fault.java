package dev.mecha.tck;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be wrong with a store.
 *
 * @param name what it does wrong
 * @param finder the test that has to fail
 * @param store makes a store that does it
 */
record Fault(String name, String finder, Function<InstantSource, ReferenceStore> store) {

  static List<Fault> all() {
    return List.of(
        new Fault(
            "loses empty values",
            "valueMayBeEmpty",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  boolean apply(StateOperation operation) {
                    boolean empty = operation instanceof SetRequest set && set.value().length == 0;
                    return empty || super.apply(operation);
                  }
                }),
        new Fault(
            "mixes cases of keys",
            "keysAreCaseSensitive",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  boolean apply(StateOperation operation) {
                    return super.apply(operation.withKey(lower(operation.key())));
                  }

                  @Override
                  public @Nullable StateValue get(GetRequest request) {
                    return super.get(GetRequest.of(lower(request.key())));
                  }
                }),
        new Fault(
            "never checks etags",
            "setWithAnOldEtagChangesNothing",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  void check(StateOperation operation) {
                    // Everything goes.
                  }
                }),
        new Fault(
            "keeps etags",
            "everyWriteMakesANewEtag",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  Entry entry(SetRequest set) {
                    Entry entry = super.entry(set);
                    StateValue value = entry.value();
                    return new Entry(
                        new StateValue(value.bytes(), "constant", value.metadata()),
                        entry.expiry());
                  }
                }),
        new Fault(
            "never expires",
            "valueExpires",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  Entry entry(SetRequest set) {
                    return new Entry(super.entry(set).value(), Instant.MAX);
                  }
                }),
        new Fault(
            "stops bulk at a failure",
            "oneBadEtagDoesNotStopTheOthers",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  public void bulkWrite(List<? extends StateOperation> operations)
                      throws InterruptedException {
                    for (StateOperation operation : operations) {
                      write(operation);
                    }
                  }
                }),
        new Fault(
            "keeps half a transaction",
            "badEtagInTheMiddleUndoesEverything",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  public void transact(
                      List<StateOperation> operations, Map<String, String> metadata) {
                    try {
                      bulkWrite(operations);
                    } catch (InterruptedException e) {
                      throw new ComponentException("interrupted", e);
                    }
                  }
                }),
        new Fault(
            "deletes too deep",
            "deleteWithPrefixRemovesTheKeysDirectlyBelowIt",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  boolean below(String prefix, String key) {
                    return key.startsWith(prefix);
                  }
                }),
        new Fault(
            "ignores case in patterns",
            "caseCountsInPatterns",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  Pattern regex(String like) {
                    return Pattern.compile(super.regex(like).pattern(), Pattern.CASE_INSENSITIVE);
                  }
                }),
        new Fault(
            "skips keys between pages",
            "pagesHoldEveryKeyOnce",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  public KeysPage keysLike(String pattern, int limit, @Nullable String token) {
                    KeysPage page = super.keysLike(pattern, limit, token);
                    int lost = token == null || page.keys().isEmpty() ? 0 : 1;
                    return new KeysPage(
                        page.keys().subList(lost, page.keys().size()), page.continuationToken());
                  }
                }),
        new Fault(
            "ignores the filter",
            "comparisonsFindValues",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  public QueryResult query(StateQuery query, Map<String, String> metadata) {
                    return super.query(
                        new StateQuery(null, query.sort(), query.limit(), query.token()), metadata);
                  }
                }),
        new Fault(
            "forgets the order",
            "resultsAreSorted",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  public QueryResult query(StateQuery query, Map<String, String> metadata) {
                    return super.query(
                        new StateQuery(query.filter(), List.of(), query.limit(), query.token()),
                        metadata);
                  }
                }),
        new Fault(
            "leaves out absent keys",
            "bulkReadReturnsOneItemPerKey",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  public List<BulkItem> bulkGet(List<GetRequest> requests)
                      throws InterruptedException {
                    return super.bulkGet(requests).stream()
                        .filter(item -> item.value() != null)
                        .toList();
                  }
                }),
        new Fault(
            "serves after its end",
            "closedStoreRefusesCalls",
            clock ->
                new ReferenceStore(clock) {
                  @Override
                  public void close() {
                    // Goes on.
                  }
                }));
  }

  @Override
  public String toString() {
    return name;
  }

  private static String lower(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
