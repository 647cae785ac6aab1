// One OpenSearch node, a member of a cluster on this machine, in a process of its own so that a test can kill it.
// In: the arguments below. Out: HTTP on 127.0.0.1 and the log on standard output. It ends only by a signal.
// Run as a source file, without a build: java -cp "LIB/*" Node.java ARGUMENTS (the script `nodes` does it).
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

public class Node {
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 6) {
            System.err.println("Node.java NAME HTTP_PORT TRANSPORT_PORT ALL_TRANSPORT_ADDRESSES ALL_NAMES FOLDER");
            System.exit(2);
        }
        List<String> seedHosts = Arrays.asList(arguments[3].split(","));
        List<String> names = Arrays.asList(arguments[4].split(","));
        try {
            OpenSearchRunner runner = new OpenSearchRunner();
            runner.onBuild((number, settings) -> {
                settings.put("node.name", arguments[0]);
                settings.put("http.port", arguments[1]);
                settings.put("transport.port", arguments[2]);
                settings.put("network.host", "127.0.0.1");
                // The runner's default is single-node, which refuses a list of initial cluster managers.
                settings.put("discovery.type", "zen");
                settings.putList("discovery.seed_hosts", seedHosts);
                // Read at the first start only: a node with data remembers its cluster.
                settings.putList("cluster.initial_cluster_manager_nodes", names);
                // A nearly full disk would leave replicas unassigned and make indices read-only.
                settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            });
            runner.build(OpenSearchRunner.newConfigs()
                    .numOfNode(1).basePath(arguments[5]).clusterName("vankien-test").useLogger());
        } catch (Throwable error) {
            // Threads of a half-started node would keep the process alive.
            error.printStackTrace(System.out);
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }
}
