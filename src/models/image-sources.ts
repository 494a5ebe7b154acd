import type { Outcome } from "../report/report.js";

/** Domains that no cluster pulls from: names that podman and ko give to what exists only on this machine. A port makes `localhost` a registry. */
export const localDomains: readonly string[] = ["localhost", "kind.local", "ko.local"];

/**
 * Docker Official Images (https://github.com/docker-library/official-images): what has one of these bare names is on Docker
 * Hub, whatever the project builds.
 */
export const officialImages: ReadonlySet<string> = new Set(
  (
    "adminer aerospike alpine almalinux alt amazoncorretto amazonlinux api-firewall arangodb archlinux backdrop bash bonita buildpack-deps busybox caddy cassandra chronograf cirros clearlinux clefos " +
    "clojure composer consul convertigo couchbase couchdb crate dart debian docker drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir emqx erlang express-gateway fedora flink fluentd " +
    "friendica gazebo gcc geonetwork ghost golang gradle groovy haproxy haskell haxe hello-world hitch httpd hylang ibm-semeru-runtimes ibmjava influxdb irssi jetty joomla jruby julia kapacitor kibana kong " +
    "krakend lightstreamer liquibase logstash mageia mariadb matomo maven mediawiki memcached mongo mongo-express monica mysql nats nats-streaming neo4j neurodebian nextcloud nginx node notary odoo " +
    "open-liberty openjdk opensuse oraclelinux orientdb percona perl photon php php-zendserver phpmyadmin plone postfixadmin postgres pypy python r-base rabbitmq rakudo-star redis redmine registry rethinkdb " +
    "rocket.chat rockylinux ros ruby rust sapmachine satosa scratch silverpeas sl solr sonarqube spark spiped storm swift swipl teamspeak telegraf tomcat tomee traefik ubuntu unit varnish vault websphere-liberty wordpress xwiki yourls znc zookeeper"
  ).split(" "),
);

/**
 * The policy that a container has which is created with this one (undefined: with none) and a tag: `Always` for `latest`,
 * which stands for no tag too, else `IfNotPresent` (https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting).
 * Undefined where the tag decides and is not known.
 */
export function effectivePolicy(written: string | undefined, tag: string | undefined): string | undefined {
  if (written !== undefined && written !== "") return written;
  return tag === undefined ? undefined : tag === "latest" ? "Always" : "IfNotPresent";
}

/** What becomes of a pod whose image is nowhere under the deployed reference, by its pull policy (kubelet: images.imageManager). */
const outcomes: Readonly<Record<string, { readonly outcome: Outcome; readonly words: string }>> = {
  Never: { outcome: "ErrImageNeverPull", words: "with imagePullPolicy Never the kubelet does not pull, and the pod stays in ErrImageNeverPull" },
  IfNotPresent: { outcome: "ImagePullBackOff", words: "no node has it, the pull fails, and the pod stays in ImagePullBackOff" },
  Always: { outcome: "ImagePullBackOff", words: "imagePullPolicy Always pulls it, which fails, and the pod stays in ImagePullBackOff" },
};

/**
 * What the pod does that is given a reference under which there is no image. Without a policy Kubernetes takes `Always`
 * for `:latest` or no tag, else `IfNotPresent` (https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting); both pull.
 */
export function outcomeOf(policy: string | undefined): { readonly outcome: Outcome; readonly words: string } {
  return outcomes[policy ?? "IfNotPresent"] ?? { outcome: "ImagePullBackOff", words: "the image cannot be found, and the pod stays in ImagePullBackOff" };
}
