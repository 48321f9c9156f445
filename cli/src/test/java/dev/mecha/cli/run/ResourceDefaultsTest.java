package dev.mecha.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.cli.home.HomeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceDefaultsTest {

  @TempDir Path folder;

  private Path home() {
    return folder.resolve("it's \"home\"");
  }

  @Test
  void theFirstRunFurnishesTheHome() throws IOException {
    Resources chosen = new ResourceDefaults(HomeFolder.ofMecha(home())).choose(CommandLines.run());
    assertThat(chosen.folders()).containsExactly(home().resolve("components"));
    assertThat(chosen.configuration()).hasValue(home().resolve("config.yaml"));
    assertThat(home().resolve("data")).isDirectory();
    assertThat(home().resolve("components/statestore.yaml"))
        .content()
        .contains("name: statestore", "type: state.sqlite", "version: v1", "name: actorStateStore")
        .contains("\"" + home().toString().replace("\"", "\\\"") + "/data/state.db\"");
    assertThat(home().resolve("components/lockstore.yaml"))
        .content()
        .contains("name: lockstore", "type: lock.sqlite", "/data/locks.db\"");
    assertThat(home().resolve("components/configstore.yaml"))
        .content()
        .contains("name: configstore", "type: configuration.local.file")
        .contains("/configuration.json\"");
    assertThat(home().resolve("configuration.json")).hasContent("{}");
    assertThat(home().resolve("config.yaml")).content().contains("kind: Configuration");
    try (var entries = Files.list(home())) {
      assertThat(entries.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "components", "data", "config.yaml", "configuration.json", "secrets.json");
    }
  }

  @Test
  void whatTheUserChangedOrDeletedStaysSo() throws IOException {
    new ResourceDefaults(HomeFolder.ofMecha(home())).choose(CommandLines.run());
    Files.delete(home().resolve("components/statestore.yaml"));
    Files.delete(home().resolve("config.yaml"));
    Files.writeString(home().resolve("components/mine.yaml"), "mine");
    Resources chosen = new ResourceDefaults(HomeFolder.ofMecha(home())).choose(CommandLines.run());
    assertThat(chosen.folders()).containsExactly(home().resolve("components"));
    assertThat(chosen.configuration()).isEmpty();
    assertThat(home().resolve("components/statestore.yaml")).doesNotExist();
    assertThat(home().resolve("components/mine.yaml")).hasContent("mine");
  }

  @Test
  void whatALaterVersionAddsIsPutInOnce() throws IOException {
    new ResourceDefaults(HomeFolder.ofMecha(home())).choose(CommandLines.run());
    Files.delete(home().resolve("components/pubsub.yaml"));
    Files.delete(home().resolve("components/secretstore.yaml"));
    Files.writeString(home().resolve("data/defaults"), "statestore\npubsub\n");
    new ResourceDefaults(HomeFolder.ofMecha(home())).choose(CommandLines.run());
    assertThat(home().resolve("components/secretstore.yaml")).exists();
    assertThat(home().resolve("components/pubsub.yaml")).doesNotExist();
    Files.delete(home().resolve("components/secretstore.yaml"));
    new ResourceDefaults(HomeFolder.ofMecha(home())).choose(CommandLines.run());
    assertThat(home().resolve("components/secretstore.yaml")).doesNotExist();
  }

  @Test
  void whatIsNewGivesWayToAComponentOfTheUsers() throws IOException {
    new ResourceDefaults(HomeFolder.ofMecha(home())).choose(CommandLines.run());
    Files.move(
        home().resolve("components/secretstore.yaml"), home().resolve("components/mine.yaml"));
    Files.writeString(home().resolve("data/defaults"), "statestore\npubsub\n");
    new ResourceDefaults(HomeFolder.ofMecha(home())).choose(CommandLines.run());
    assertThat(home().resolve("components/secretstore.yaml")).doesNotExist();
  }

  @Test
  void aConfigurationOfTheUsersIsNotWrittenOver() throws IOException {
    Files.createDirectories(home());
    Files.writeString(home().resolve("config.yaml"), "mine");
    new ResourceDefaults(HomeFolder.ofMecha(home())).choose(CommandLines.run());
    assertThat(home().resolve("config.yaml")).hasContent("mine");
  }

  @Test
  void theUsersOwnFolderWinsAndNothingIsAdded() throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    for (String flag : new String[] {"--resources-path", "--components-path", "-d"}) {
      Resources chosen =
          new ResourceDefaults(HomeFolder.ofMecha(home()))
              .choose(CommandLines.run(flag, own.toString()));
      assertThat(chosen.folders()).containsExactly(own);
      assertThat(home()).doesNotExist();
    }
  }

  @Test
  void aFolderThatIsMissingIsNamed() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(
            () ->
                new ResourceDefaults(HomeFolder.ofMecha(home()))
                    .choose(CommandLines.run("--resources-path", missing.toString())))
        .hasMessage(
            "error validating resources path \"%s\" : stat %s: no such file or directory",
            missing, missing);
  }

  @Test
  void underThePeersNameItsFoldersAreUsedIfTheyAreThere() throws IOException {
    var environment = Map.of("HOME", folder.toString());
    assertThat(
            new ResourceDefaults(HomeFolder.ofPeer(home(), "", environment))
                .choose(CommandLines.run())
                .folders())
        .containsExactly(home().resolve("components"));
    Files.createDirectories(folder.resolve(".dapr/components"));
    Files.writeString(folder.resolve(".dapr/config.yaml"), "");
    Resources chosen =
        new ResourceDefaults(HomeFolder.ofPeer(home(), "", environment)).choose(CommandLines.run());
    assertThat(chosen.folders()).containsExactly(folder.resolve(".dapr/components"));
    assertThat(chosen.configuration()).hasValue(folder.resolve(".dapr/config.yaml"));
  }

  @Test
  void thePeersFoldersMayBeElsewhere() throws IOException {
    Path there = folder.resolve("there");
    Files.createDirectories(there.resolve(".dapr/components"));
    var environment = Map.of("HOME", "/nowhere", "DAPR_RUNTIME_PATH", there.toString());
    assertThat(
            new ResourceDefaults(HomeFolder.ofPeer(home(), "", environment))
                .choose(CommandLines.run())
                .folders())
        .containsExactly(there.resolve(".dapr/components"));
    assertThat(
            new ResourceDefaults(HomeFolder.ofPeer(home(), there.toString(), Map.of()))
                .choose(CommandLines.run())
                .folders())
        .containsExactly(there.resolve(".dapr/components"));
  }
}
