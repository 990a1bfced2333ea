package org.glyphnet.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.glyphnet.Internal;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Operands;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;
import org.tensorflow.op.core.Assign;
import org.tensorflow.op.core.Identity;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * Makes a graph's variables and remembers them in order.
 *
 * <p>They are named as Python's TensorFlow 1 names them: {@code Conv2d_Layer1/kernel} with {@code
 * .../Assign} and {@code .../read} beside it, so that a checkpoint means the same to both
 * languages. They are reference variables (VariableV2): reading one takes no copy, so whatever
 * updates them must wait for all that still reads the old value.
 */
@Internal
public final class GraphVariables {
  /**
   * One variable.
   *
   * @param name its operation's name, which is its name in a checkpoint
   * @param ref the reference that updates write through
   * @param read its value
   * @param trainable whether training fits it to the data, as opposed to keeping count or
   *     statistics in it
   */
  public record Entry<T extends TType>(
      String name, Variable<T> ref, Identity<T> read, boolean trainable) {
    @SuppressWarnings("unchecked") // the type is compared
    private <U extends TType> Entry<U> as(Class<U> type) {
      if (ref.type() != type) {
        throw new IllegalArgumentException(
            name + " is of " + ref.type().getSimpleName() + ", not " + type.getSimpleName());
      }
      return (Entry<U>) this;
    }
  }

  private final Graph graph;
  private final boolean initialised;

  /** One for all: TensorFlow's Java part reads the whole graph to make a scope. */
  private final Ops ops;

  private final List<Entry<?>> entries = new ArrayList<>();

  /**
   * @param graph where the variables go
   * @param initialised whether they get initialisers; a graph that is only ever restored has no use
   *     for them
   */
  GraphVariables(Graph graph, boolean initialised) {
    this.graph = graph;
    this.initialised = initialised;
    this.ops = Ops.create(graph);
  }

  /** The count of the steps that were taken, from 0. */
  Entry<TInt64> globalStep() {
    return add(
        TensorNames.GLOBAL_STEP,
        Shape.scalar(),
        TInt64.class,
        false,
        (init, shape) -> init.constant(0L));
  }

  /** All variables, in the order in which they were made. */
  public List<Entry<?>> all() {
    return Collections.unmodifiableList(entries);
  }

  /**
   * The variable of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  Entry<?> named(String name) {
    return entries.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no variable " + name));
  }

  /** The value that a variable starts from, built with operations of the initialisers' scope. */
  interface Initializer<T extends TType> {
    Operand<T> build(Ops init, Shape shape);
  }

  /**
   * Makes a variable, or gives the one of that name and type that is there already: the same layers
   * can go over the same variables more than once.
   *
   * @param name with slashes as in Python, such as {@code Conv2d_Layer1/kernel}
   */
  <T extends TType> Entry<T> add(
      String name, Shape shape, Class<T> type, boolean trainable, Initializer<T> initial) {
    for (Entry<?> entry : entries) {
      if (entry.name().equals(name)) {
        return entry.as(type);
      }
    }
    Scope scope = ops.scope();
    Variable<T> ref =
        new Variable<>(
            // Op names with slashes: the Ops API refuses them in a name, and its sub-scopes cannot
            // be entered once an operation is called like one (Conv2d_Layer1/kernel and
            // Conv2d_Layer1/kernel/Adam).
            graph
                .opBuilder(Variable.OP_NAME, name, scope)
                .setAttr("shape", shape)
                .setAttr("dtype", Operands.toDataType(type))
                .build());
    if (initialised) {
      Scope initScope = scope.withInitScope();
      graph
          .opBuilder(Assign.OP_NAME, name + "/Assign", initScope)
          .addInput(ref.asOutput())
          .addInput(initial.build(initialOps(name), shape).asOutput())
          .build();
    }
    Identity<T> read =
        new Identity<>(
            graph
                .opBuilder(Identity.OP_NAME, name + "/read", scope)
                .addInput(ref.asOutput())
                .build());
    Entry<T> entry = new Entry<>(name, ref, read, trainable);
    entries.add(entry);
    return entry;
  }

  private Ops initialOps(String name) {
    return ops.withInitScope().withSubScope("initial_" + name.replace('/', '_'));
  }
}
