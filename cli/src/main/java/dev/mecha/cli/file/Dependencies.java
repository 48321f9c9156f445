package dev.mecha.cli.file;

import dev.mecha.cli.yaml.BadFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who waits for whom. */
final class Dependencies {

  private Dependencies() {}

  /** Every application that is waited for is there, and nobody waits for itself in the end. */
  static void check(Path file, List<RunFileApp> apps) throws BadFileException {
    var names = new TreeSet<String>();
    apps.forEach(app -> names.add(app.appId()));
    for (RunFileApp app : apps) {
      for (String wanted : app.dependsOn()) {
        if (!names.contains(wanted)) {
          throw new BadFileException(
              file
                  + ": dependsOn of "
                  + app.appId()
                  + ": \""
                  + wanted
                  + "\" (expected: one of "
                  + String.join(", ", names)
                  + ")");
        }
      }
    }
    for (RunFileApp app : apps) {
      follow(file, app, apps, new LinkedHashSet<>());
    }
  }

  private static void follow(Path file, RunFileApp app, List<RunFileApp> apps, Set<String> waiting)
      throws BadFileException {
    if (!waiting.add(app.appId())) {
      var circle = new ArrayList<>(waiting);
      circle.add(app.appId());
      throw new BadFileException(
          file
              + ": dependsOn goes in a circle: "
              + String.join(" -> ", circle.subList(circle.indexOf(app.appId()), circle.size())));
    }
    for (RunFileApp other : apps) {
      if (app.dependsOn().contains(other.appId())) {
        follow(file, other, apps, waiting);
      }
    }
    waiting.remove(app.appId());
  }
}
