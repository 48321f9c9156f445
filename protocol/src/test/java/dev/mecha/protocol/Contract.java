package dev.mecha.protocol;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The messages, enums and services that a set of generated files declares, by full name.
 *
 * <p>Shapes are records of what reaches the wire, in binary or in JSON; two contracts that agree on
 * them can talk to each other, whatever Java packages they were generated into.
 */
record Contract(
    Map<String, Descriptor> messages,
    Map<String, EnumDescriptor> enums,
    Map<String, ServiceDescriptor> services) {

  /**
   * What a field looks like on the wire. The oneof that stands behind an {@code optional} field
   * never gets there; such a field has presence, that is all.
   */
  record Field(
      String name,
      int number,
      String jsonName,
      FieldDescriptor.Type type,
      boolean repeated,
      boolean packed,
      boolean map,
      boolean presence,
      Optional<String> oneof,
      Optional<String> refersTo) {

    static Field of(FieldDescriptor field) {
      Optional<String> refersTo =
          switch (field.getJavaType()) {
            case MESSAGE -> Optional.of(field.getMessageType().getFullName());
            case ENUM -> Optional.of(field.getEnumType().getFullName());
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING -> Optional.empty();
          };
      return new Field(
          field.getName(),
          field.getNumber(),
          field.getJsonName(),
          field.getType(),
          field.isRepeated(),
          field.isPacked(),
          field.isMapField(),
          field.hasPresence(),
          Optional.ofNullable(field.getRealContainingOneof()).map(OneofDescriptor::getName),
          refersTo);
    }
  }

  /** What a call looks like on the wire. */
  record Call(
      String fullName,
      String request,
      boolean requestStream,
      String response,
      boolean responseStream) {

    static Call of(MethodDescriptor method) {
      return new Call(
          method.getFullName(),
          method.getInputType().getFullName(),
          method.isClientStreaming(),
          method.getOutputType().getFullName(),
          method.isServerStreaming());
    }
  }

  /** Everything under {@code dapr.proto} that the files declare or import. */
  static Contract of(FileDescriptor... roots) {
    Map<String, FileDescriptor> files = new TreeMap<>();
    Stream.of(roots).forEach(root -> collect(root, files));
    return new Contract(
        index(files, file -> withNested(file.getMessageTypes()), Descriptor::getFullName),
        index(files, Contract::allEnums, EnumDescriptor::getFullName),
        index(files, file -> file.getServices().stream(), ServiceDescriptor::getFullName));
  }

  static Map<Integer, Field> fields(Descriptor message) {
    return message.getFields().stream()
        .collect(Collectors.toMap(FieldDescriptor::getNumber, Field::of));
  }

  static Map<String, Integer> values(EnumDescriptor type) {
    return type.getValues().stream()
        .collect(Collectors.toMap(EnumValueDescriptor::getName, EnumValueDescriptor::getNumber));
  }

  static Map<String, Call> calls(ServiceDescriptor service) {
    return service.getMethods().stream()
        .collect(Collectors.toMap(MethodDescriptor::getName, Call::of));
  }

  /** The empty message of the class that was generated for this type. */
  static Message prototype(Descriptor type) {
    var options = type.getFile().getOptions();
    String nested =
        type.getFullName().substring(type.getFile().getPackage().length() + 1).replace('.', '$');
    String outer = options.getJavaMultipleFiles() ? "" : options.getJavaOuterClassname() + "$";
    String className = options.getJavaPackage() + "." + outer + nested;
    try {
      return (Message) Class.forName(className).getMethod("getDefaultInstance").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no generated class " + className, e);
    }
  }

  private static void collect(FileDescriptor file, Map<String, FileDescriptor> files) {
    if (file.getPackage().startsWith("dapr.proto.")
        && files.putIfAbsent(file.getFullName(), file) == null) {
      file.getDependencies().forEach(imported -> collect(imported, files));
    }
  }

  private static Stream<Descriptor> withNested(Collection<Descriptor> types) {
    return types.stream()
        .filter(type -> !type.getOptions().getMapEntry())
        .flatMap(type -> Stream.concat(Stream.of(type), withNested(type.getNestedTypes())));
  }

  private static Stream<EnumDescriptor> allEnums(FileDescriptor file) {
    return Stream.concat(
        file.getEnumTypes().stream(),
        withNested(file.getMessageTypes()).flatMap(type -> type.getEnumTypes().stream()));
  }

  private static <T> Map<String, T> index(
      Map<String, FileDescriptor> files,
      Function<FileDescriptor, Stream<T>> declared,
      Function<T, String> name) {
    return files.values().stream()
        .flatMap(declared)
        .collect(Collectors.toMap(name, type -> type, (a, b) -> a, TreeMap::new));
  }
}
