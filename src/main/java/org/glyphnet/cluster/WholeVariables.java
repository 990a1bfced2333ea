package org.glyphnet.cluster;

import java.util.List;
import org.glyphnet.network.PartitionedNet;
import org.tensorflow.GraphOperation;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.RunOptions;

/** Takes all variables of a network from a session in this process to the cluster and back. */
final class WholeVariables {
  private final Session local;
  private final List<String> names;

  /**
   * @param local on the network that is not divided, built for training
   */
  WholeVariables(Session local, List<String> names) {
    this.local = local;
    this.names = names;
  }

  /** From this process to the cluster; returns how many. */
  int push(Session remote, RunOptions limit) {
    Session.Runner read = local.runner();
    names.forEach(name -> read.fetch(name + "/read"));
    try (Result values = read.run()) {
      Session.Runner write = remote.runner().addTarget(PartitionedNet.PUSH).setOptions(limit);
      for (int i = 0; i < names.size(); i++) {
        write.feed(PartitionedNet.pushed(names.get(i)), values.get(i));
      }
      write.run().close();
    }
    return names.size();
  }

  /** From the cluster to this process; returns how many. */
  int pull(Session remote, RunOptions limit) {
    Session.Runner read = remote.runner().setOptions(limit);
    names.forEach(name -> read.fetch(PartitionedNet.pulled(name)));
    try (Result values = read.run()) {
      Session.Runner write = local.runner();
      for (int i = 0; i < names.size(); i++) {
        // The initialiser runs with this value in place of its own.
        GraphOperation assign = local.graph().operation(names.get(i) + "/Assign");
        write
            .feed(assign.input(1).op().name(), assign.input(1).index(), values.get(i))
            .addTarget(assign);
      }
      write.run().close();
    }
    return names.size();
  }
}
