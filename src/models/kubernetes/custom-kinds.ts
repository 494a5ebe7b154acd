import type { KindRow } from "./kinds.js";

/**
 * Custom resources that make a cluster run images. Each group names the API that its rows are from. Pod specifications
 * that look like one are found without a row; a row is for what does not, and for containers that have no name.
 */
export const customKinds: readonly KindRow[] = [
  // OpenShift: apps.openshift.io/v1, build.openshift.io/v1, image.openshift.io/v1; before 3.6 they were of the core group
  { kinds: ["DeploymentConfig"], groups: ["apps.openshift.io", ""], podSpecs: ["spec.template.spec"] },
  {
    kinds: ["BuildConfig", "Build"],
    groups: ["build.openshift.io", ""],
    objectReferences: ["spec.strategy.*.from", "spec.source.images[].from"],
    outputReferences: ["spec.output.to"],
  },
  { kinds: ["ImageStream"], groups: ["image.openshift.io", ""], objectReferences: ["spec.tags[].from"] },
  { kinds: ["ImageStreamImport"], groups: ["image.openshift.io"], objectReferences: ["spec.images[].from", "spec.repository.from"] },
  { kinds: ["ImageStreamTag"], groups: ["image.openshift.io"], objectReferences: ["tag.from"] },
  // OpenShift: Hive, HyperShift, and the Kernel Module Management operator
  { kinds: ["ClusterImageSet"], groups: ["hive.openshift.io"], images: ["spec.releaseImage"] },
  { kinds: ["HostedCluster", "NodePool"], groups: ["hypershift.openshift.io"], images: ["spec.release.image"] },
  {
    kinds: ["Module"],
    groups: ["kmm.sigs.x-k8s.io"],
    containers: ["spec.devicePlugin.container"],
    images: ["spec.moduleLoader.container.containerImage", "spec.moduleLoader.container.kernelMappings[].containerImage"],
  },
  { kinds: ["NodeFeatureDiscovery"], groups: ["nfd.openshift.io", "nfd.kubernetes.io"], containers: ["spec.operand"] },

  // Operator Lifecycle Manager: operators.coreos.com, olm.operatorframework.io/v1
  {
    kinds: ["ClusterServiceVersion"],
    groups: ["operators.coreos.com"],
    podSpecs: ["spec.install.spec.deployments[].spec.template.spec"],
  },
  { kinds: ["CatalogSource"], groups: ["operators.coreos.com"], images: ["spec.image"] },
  { kinds: ["ClusterCatalog"], groups: ["olm.operatorframework.io"], images: ["spec.source.image.ref"] },

  // Open Cluster Management: operator.open-cluster-management.io/v1
  {
    kinds: ["ClusterManager", "Klusterlet"],
    groups: ["operator.open-cluster-management.io"],
    images: ["spec.registrationImagePullSpec", "spec.workImagePullSpec", "spec.placementImagePullSpec", "spec.addOnManagerImagePullSpec", "spec.imagePullSpec"],
  },

  // secureCodeBox: https://www.securecodebox.io/docs/api/crds/parse-definition, …/scan-completion-hook
  { kinds: ["ParseDefinition", "ClusterParseDefinition", "ScanCompletionHook", "ClusterScanCompletionHook"], groups: ["execution.securecodebox.io"], images: ["spec.image"] },

  // Crossplane: pkg.crossplane.io, meta.pkg.crossplane.io
  { kinds: ["Provider", "Configuration", "Function"], groups: ["pkg.crossplane.io"], images: ["spec.package"] },
  { kinds: ["ControllerConfig"], groups: ["pkg.crossplane.io"], images: ["spec.image"] },
  { kinds: ["Provider"], groups: ["meta.pkg.crossplane.io"], images: ["spec.controller.image"] },

  // Knative: serving.knative.dev, sources.knative.dev, sinks.knative.dev, operator.knative.dev
  { kinds: ["Service", "Configuration"], groups: ["serving.knative.dev"], podSpecs: ["spec.template.spec"] },
  { kinds: ["Revision"], groups: ["serving.knative.dev"], podSpecs: ["spec"] },
  { kinds: ["ContainerSource"], groups: ["sources.knative.dev"], podSpecs: ["spec.template.spec"] },
  { kinds: ["JobSink"], groups: ["sinks.knative.dev"], podSpecs: ["spec.job.spec.template.spec"] },
  { kinds: ["KnativeServing", "KnativeEventing"], groups: ["operator.knative.dev"], images: ["spec.registry.override.*"] },

  // Argo: Rollouts, Workflows (argoproj.io/v1alpha1)
  { kinds: ["Rollout"], groups: ["argoproj.io"], podSpecs: ["spec.template.spec"] },
  { kinds: ["Experiment"], groups: ["argoproj.io"], podSpecs: ["spec.templates[].template.spec"] },
  { kinds: ["AnalysisTemplate", "ClusterAnalysisTemplate", "AnalysisRun"], groups: ["argoproj.io"], podSpecs: ["spec.metrics[].provider.job.spec.template.spec"] },
  { kinds: ["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate"], groups: ["argoproj.io"], ...workflow("spec") },
  { kinds: ["CronWorkflow"], groups: ["argoproj.io"], ...workflow("spec.workflowSpec") },

  // Tekton: tekton.dev/v1, v1beta1 and v1alpha1. Bundles are images that hold tasks.
  { kinds: ["Task", "ClusterTask"], groups: ["tekton.dev"], containers: task("spec") },
  { kinds: ["TaskRun"], groups: ["tekton.dev"], containers: task("spec.taskSpec"), images: ["spec.taskRef.bundle"] },
  { kinds: ["Pipeline"], groups: ["tekton.dev"], ...pipeline("spec") },
  { kinds: ["PipelineRun"], groups: ["tekton.dev"], ...pipeline("spec.pipelineSpec", ["spec.pipelineRef.bundle"]) },
  { kinds: ["StepAction"], groups: ["tekton.dev"], containers: ["spec"] },

  // Shipwright (shipwright.io/v1beta1 and v1alpha1) and kpack (kpack.io) build images in the cluster
  { kinds: ["Build"], groups: ["shipwright.io"], images: ["spec.builder.image"], outputs: ["spec.output.image"] },
  { kinds: ["BuildRun"], groups: ["shipwright.io"], outputs: ["spec.output.image", "spec.build.spec.output.image"] },
  { kinds: ["BuildStrategy", "ClusterBuildStrategy"], groups: ["shipwright.io"], containers: ["spec.steps[]", "spec.buildSteps[]"] },
  { kinds: ["Image"], groups: ["kpack.io"], outputs: ["spec.tag", "spec.additionalTags[]"] },
  { kinds: ["Builder", "ClusterBuilder"], groups: ["kpack.io"], outputs: ["spec.tag"] },
  { kinds: ["ClusterStack"], groups: ["kpack.io"], images: ["spec.buildImage.image", "spec.runImage.image"] },
  { kinds: ["ClusterStore"], groups: ["kpack.io"], images: ["spec.sources[].image"] },
  { kinds: ["Buildpack", "ClusterBuildpack"], groups: ["kpack.io"], images: ["spec.image"] },

  // Strimzi: kafka.strimzi.io
  {
    kinds: ["Kafka"],
    groups: ["kafka.strimzi.io"],
    images: [
      "spec.kafka.image",
      "spec.kafka.brokerRackInitImage",
      "spec.zookeeper.image",
      "spec.cruiseControl.image",
      "spec.kafkaExporter.image",
      "spec.jmxTrans.image",
      "spec.entityOperator.*.image",
    ],
  },
  { kinds: ["KafkaConnect"], groups: ["kafka.strimzi.io"], images: ["spec.image", "spec.clientRackInitImage"], outputs: ["spec.build.output.image"] },
  { kinds: ["KafkaBridge", "KafkaMirrorMaker", "KafkaMirrorMaker2"], groups: ["kafka.strimzi.io"], images: ["spec.image", "spec.clientRackInitImage"] },
  { kinds: ["StrimziPodSet"], groups: ["core.strimzi.io"], podSpecs: ["spec.pods[].spec"] },

  // OpenKruise: apps.kruise.io
  { kinds: ["CloneSet", "StatefulSet", "DaemonSet", "BroadcastJob"], groups: ["apps.kruise.io"], podSpecs: ["spec.template.spec"] },
  { kinds: ["AdvancedCronJob"], groups: ["apps.kruise.io"], podSpecs: ["spec.template.jobTemplate.spec.template.spec", "spec.template.broadcastJobTemplate.spec.template.spec"] },
  { kinds: ["SidecarSet"], groups: ["apps.kruise.io"], podSpecs: ["spec"] },
  { kinds: ["UnitedDeployment"], groups: ["apps.kruise.io"], podSpecs: ["spec.template.*.spec.template.spec"] },
  { kinds: ["ImagePullJob"], groups: ["apps.kruise.io"], images: ["spec.image"] },
  { kinds: ["ImageListPullJob"], groups: ["apps.kruise.io"], images: ["spec.images[]"] },

  // KEDA (keda.sh), Volcano (batch.volcano.sh, flow.volcano.sh), JobSet, LeaderWorkerSet
  { kinds: ["ScaledJob"], groups: ["keda.sh"], podSpecs: ["spec.jobTargetRef.template.spec"] },
  { kinds: ["Job"], groups: ["batch.volcano.sh"], podSpecs: ["spec.tasks[].template.spec"] },
  { kinds: ["JobTemplate"], groups: ["flow.volcano.sh"], podSpecs: ["spec.tasks[].template.spec"] },
  { kinds: ["JobSet"], groups: ["jobset.x-k8s.io"], podSpecs: ["spec.replicatedJobs[].template.spec.template.spec"] },
  { kinds: ["LeaderWorkerSet"], groups: ["leaderworkerset.x-k8s.io"], podSpecs: ["spec.leaderWorkerTemplate.leaderTemplate.spec", "spec.leaderWorkerTemplate.workerTemplate.spec"] },

  // Kubeflow: training operator (kubeflow.org/v1), trainer (trainer.kubeflow.org), notebooks, workspaces
  ...["TFJob tf", "PyTorchJob pytorch", "MPIJob mpi", "XGBoostJob xgb", "PaddleJob paddle", "MXJob mx", "JAXJob jax"].map((job): KindRow => {
    const [kind = "", prefix = ""] = job.split(" ");
    return { kinds: [kind], groups: ["kubeflow.org"], podSpecs: [`spec.${prefix}ReplicaSpecs.*.template.spec`] };
  }),
  { kinds: ["TrainJob"], groups: ["trainer.kubeflow.org"], images: ["spec.trainer.image"] },
  { kinds: ["TrainingRuntime", "ClusterTrainingRuntime"], groups: ["trainer.kubeflow.org"], podSpecs: ["spec.template.spec.replicatedJobs[].template.spec.template.spec"] },
  { kinds: ["Notebook"], groups: ["kubeflow.org"], podSpecs: ["spec.template.spec"] },
  { kinds: ["WorkspaceKind"], groups: ["kubeflow.org"], images: ["spec.podTemplate.options.imageConfig.values[].spec.image"] },
  { kinds: ["PVCViewer"], groups: ["kubeflow.org"], podSpecs: ["spec.podSpec"] },
  { kinds: ["PodDefault"], groups: ["kubeflow.org"], containers: ["spec.initContainers[]", "spec.sidecars[]"] },

  // KServe: serving.kserve.io, before 0.7 serving.kubeflow.org
  {
    kinds: ["InferenceService"],
    groups: ["serving.kserve.io", "serving.kubeflow.org"],
    podSpecs: ["spec.predictor", "spec.transformer", "spec.explainer", "spec.predictor.workerSpec"],
    containers: ["spec.predictor.*", "spec.transformer.*", "spec.explainer.*"],
  },
  { kinds: ["ServingRuntime", "ClusterServingRuntime"], groups: ["serving.kserve.io"], podSpecs: ["spec", "spec.workerSpec"] },
  { kinds: ["ClusterStorageContainer"], groups: ["serving.kserve.io"], containers: ["spec.container"] },
  {
    kinds: ["LLMInferenceService", "LLMInferenceServiceConfig"],
    groups: ["serving.kserve.io"],
    podSpecs: ["spec.template", "spec.worker", "spec.prefill.template", "spec.prefill.worker", "spec.router.scheduler.template"],
  },
  { kinds: ["SeldonDeployment"], groups: ["machinelearning.seldon.io"], podSpecs: ["spec.predictors[].componentSpecs[].spec"] },

  // Ray (ray.io), Dask (kubernetes.dask.org), Spark (sparkoperator.k8s.io), Flink (flink.apache.org, flinkoperator.k8s.io), Numaflow, Druid
  { kinds: ["RayCluster"], groups: ["ray.io"], podSpecs: rayCluster("spec") },
  { kinds: ["RayJob"], groups: ["ray.io"], podSpecs: [...rayCluster("spec.rayClusterSpec"), "spec.submitterPodTemplate.spec"] },
  { kinds: ["RayService"], groups: ["ray.io"], podSpecs: rayCluster("spec.rayClusterConfig") },
  { kinds: ["DaskCluster"], groups: ["kubernetes.dask.org"], podSpecs: ["spec.worker.spec", "spec.scheduler.spec"] },
  { kinds: ["DaskJob"], groups: ["kubernetes.dask.org"], podSpecs: ["spec.job.spec", "spec.cluster.spec.worker.spec", "spec.cluster.spec.scheduler.spec"] },
  { kinds: ["SparkApplication"], groups: ["sparkoperator.k8s.io"], containers: sparkContainers("spec"), images: ["spec.image"] },
  { kinds: ["ScheduledSparkApplication"], groups: ["sparkoperator.k8s.io"], containers: sparkContainers("spec.template"), images: ["spec.template.image"] },
  {
    kinds: ["FlinkDeployment"],
    groups: ["flink.apache.org"],
    images: ["spec.image"],
    podSpecs: ["spec.podTemplate.spec", "spec.jobManager.podTemplate.spec", "spec.taskManager.podTemplate.spec"],
  },
  { kinds: ["FlinkCluster"], groups: ["flinkoperator.k8s.io"], images: ["spec.image.name"] },
  { kinds: ["Pipeline"], groups: ["numaflow.numaproj.io"], containers: ["udf", "source.udsource", "source.transformer", "sink.udsink", "sink.fallback.udsink"].map((part) => `spec.vertices[].${part}.container`) },
  { kinds: ["MonoVertex"], groups: ["numaflow.numaproj.io"], containers: ["source.udsource", "source.transformer", "udf", "sink.udsink", "sink.fallback.udsink"].map((part) => `spec.${part}.container`) },
  { kinds: ["Druid"], groups: ["druid.apache.org"], images: ["spec.image", "spec.nodes.*.image"] },

  // Functions: Fission (fission.io), OpenFaaS (openfaas.com), Nuclio (nuclio.io)
  { kinds: ["Environment"], groups: ["fission.io"], images: ["spec.runtime.image", "spec.builder.image"], podSpecs: ["spec.runtime.podspec", "spec.builder.podspec"] },
  { kinds: ["Function"], groups: ["fission.io"], podSpecs: ["spec.podspec"] },
  { kinds: ["Function"], groups: ["openfaas.com"], images: ["spec.image"] },
  { kinds: ["NuclioFunction"], groups: ["nuclio.io"], images: ["spec.image"] },
  { kinds: ["IntegrationKit"], groups: ["camel.apache.org"], images: ["spec.image"] },
  { kinds: ["Integration"], groups: ["camel.apache.org"], images: ["spec.traits.container.image"] },

  // Prometheus Operator: monitoring.coreos.com
  { kinds: ["Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler"], groups: ["monitoring.coreos.com"], podSpecs: ["spec"], containers: ["spec"], images: ["spec.thanos.image"] },

  // OpenTelemetry Operator (opentelemetry.io), Jaeger (jaegertracing.io), Fluent Operator
  { kinds: ["OpenTelemetryCollector"], groups: ["opentelemetry.io"], podSpecs: ["spec"], containers: ["spec", "spec.additionalContainers[]", "spec.targetAllocator"] },
  { kinds: ["Instrumentation"], groups: ["opentelemetry.io"], images: ["spec.*.image"] },
  { kinds: ["TargetAllocator", "OpAMPBridge"], groups: ["opentelemetry.io"], images: ["spec.image"] },
  { kinds: ["Jaeger"], groups: ["jaegertracing.io"], images: ["spec.*.image"] },
  { kinds: ["FluentBit"], groups: ["fluentbit.fluent.io"], images: ["spec.image"] },
  { kinds: ["Fluentd"], groups: ["fluentd.fluent.io"], images: ["spec.image"] },

  // Elastic Cloud on Kubernetes: *.k8s.elastic.co
  elastic("Elasticsearch", "elasticsearch", ["spec.nodeSets[].podTemplate.spec"]),
  elastic("Kibana", "kibana"),
  elastic("ApmServer", "apm"),
  elastic("Beat", "beat", ["spec.deployment.podTemplate.spec", "spec.daemonSet.podTemplate.spec"]),
  elastic("Agent", "agent", ["spec.deployment.podTemplate.spec", "spec.daemonSet.podTemplate.spec", "spec.statefulSet.podTemplate.spec"]),
  elastic("EnterpriseSearch", "enterprisesearch"),
  elastic("ElasticMapsServer", "maps"),
  elastic("Logstash", "logstash"),
  { kinds: ["OpenSearchCluster"], groups: ["opensearch.opster.io"], images: ["spec.general.image", "spec.dashboards.image", "spec.initHelper.image"] },

  // PostgreSQL: CloudNativePG (postgresql.cnpg.io), Zalando (acid.zalan.do), Crunchy (postgres-operator.crunchydata.com), Percona (pgv2.percona.com)
  { kinds: ["Cluster"], groups: ["postgresql.cnpg.io"], images: ["spec.imageName", "spec.postgresql.extensions[].image.reference"] },
  { kinds: ["Pooler"], groups: ["postgresql.cnpg.io"], podSpecs: ["spec.template.spec"] },
  { kinds: ["ImageCatalog", "ClusterImageCatalog"], groups: ["postgresql.cnpg.io"], images: ["spec.images[].image"] },
  { kinds: ["postgresql"], groups: ["acid.zalan.do"], images: ["spec.dockerImage", "spec.connectionPooler.dockerImage"], containers: ["spec.sidecars[]", "spec.initContainers[]"] },
  {
    kinds: ["OperatorConfiguration"],
    groups: ["acid.zalan.do"],
    images: ["configuration.docker_image", "configuration.logical_backup.logical_backup_docker_image", "configuration.connection_pooler.connection_pooler_image"],
    containers: ["configuration.sidecars[]"],
  },
  {
    kinds: ["PostgresCluster", "PerconaPGCluster"],
    groups: ["postgres-operator.crunchydata.com", "pgv2.percona.com"],
    images: [
      "spec.image",
      "spec.backups.pgbackrest.image",
      "spec.proxy.pgBouncer.image",
      "spec.monitoring.pgmonitor.exporter.image",
      "spec.userInterface.pgAdmin.image",
      "spec.pmm.image",
    ],
    podSpecs: ["spec.instances[]"],
  },
  { kinds: ["PGAdmin", "PGUpgrade"], groups: ["postgres-operator.crunchydata.com"], images: ["spec.image"] },

  // MySQL and MongoDB: Percona (pxc.percona.com, ps.percona.com, psmdb.percona.com), MariaDB (k8s.mariadb.com), MongoDB (mongodbcommunity.mongodb.com, mongodb.com)
  {
    kinds: ["PerconaXtraDBCluster", "PerconaServerMySQL", "PerconaServerMongoDB"],
    groups: ["pxc.percona.com", "ps.percona.com", "psmdb.percona.com"],
    images: ["spec.image", "spec.initImage", "spec.*.image", "spec.proxy.*.image"],
    containers: ["spec.*.sidecars[]", "spec.replsets[].sidecars[]"],
  },
  { kinds: ["MariaDB"], groups: ["k8s.mariadb.com"], podSpecs: ["spec"], images: ["spec.image", "spec.metrics.exporter.image", "spec.maxScale.image"] },
  { kinds: ["MaxScale"], groups: ["k8s.mariadb.com"], podSpecs: ["spec"], images: ["spec.image", "spec.metrics.exporter.image"] },
  { kinds: ["MongoDBCommunity"], groups: ["mongodbcommunity.mongodb.com"], podSpecs: ["spec.statefulSet.spec.template.spec"] },
  { kinds: ["MongoDB"], groups: ["mongodb.com"], podSpecs: ["spec.podSpec.podTemplate.spec", "spec.statefulSet.spec.template.spec"] },

  // Other stores and brokers
  { kinds: ["RedisFailover"], groups: ["databases.spotahome.com"], images: ["spec.redis.image", "spec.sentinel.image", "spec.redis.exporter.image", "spec.sentinel.exporter.image"] },
  {
    kinds: ["Redis", "RedisCluster", "RedisReplication", "RedisSentinel"],
    groups: ["redis.redis.opstreelabs.in"],
    images: ["spec.kubernetesConfig.image", "spec.redisExporter.image", "spec.initContainer.image"],
    containers: ["spec.sidecars[]"],
  },
  { kinds: ["Dragonfly"], groups: ["dragonflydb.io"], images: ["spec.image"] },
  { kinds: ["RabbitmqCluster"], groups: ["rabbitmq.com"], images: ["spec.image"], podSpecs: ["spec.override.statefulSet.spec.template.spec"] },
  { kinds: ["CassandraDatacenter"], groups: ["cassandra.datastax.com"], images: ["spec.serverImage", "spec.configBuilderImage"], podSpecs: ["spec.podTemplateSpec.spec"] },
  { kinds: ["ClickHouseInstallation"], groups: ["clickhouse.altinity.com"], podSpecs: ["spec.templates.podTemplates[].spec"] },
  { kinds: ["ClickHouseKeeperInstallation"], groups: ["clickhouse-keeper.altinity.com"], podSpecs: ["spec.templates.podTemplates[].spec"] },
  { kinds: ["CrdbCluster"], groups: ["crdb.cockroachlabs.com"], images: ["spec.image.name"] },
  { kinds: ["Tenant"], groups: ["minio.min.io"], images: ["spec.image", "spec.kes.image"], containers: ["spec.sideCars.containers[]"] },
  { kinds: ["CephCluster"], groups: ["ceph.rook.io"], images: ["spec.cephVersion.image"] },
  { kinds: ["EngineImage"], groups: ["longhorn.io"], images: ["spec.image"] },
  { kinds: ["ActiveMQArtemis"], groups: ["broker.amq.io"], images: ["spec.deploymentPlan.image", "spec.deploymentPlan.initImage"] },
  { kinds: ["EMQX"], groups: ["apps.emqx.io"], images: ["spec.image"] },

  // Application servers: Keycloak (k8s.keycloak.org), Open and WebSphere Liberty, Runtime Component, WildFly, Agones (agones.dev)
  { kinds: ["Keycloak"], groups: ["k8s.keycloak.org"], images: ["spec.image"], podSpecs: ["spec.unsupported.podTemplate.spec"] },
  {
    kinds: ["OpenLibertyApplication", "WebSphereLibertyApplication", "RuntimeComponent", "WildFlyServer"],
    groups: ["apps.openliberty.io", "liberty.websphere.ibm.com", "rc.app.stacks", "wildfly.org"],
    images: ["spec.applicationImage"],
    podSpecs: ["spec"],
    containers: ["spec.sidecarContainers[]"],
  },
  { kinds: ["GameServer"], groups: ["agones.dev"], podSpecs: ["spec.template.spec"] },
  { kinds: ["Fleet", "GameServerSet"], groups: ["agones.dev"], podSpecs: ["spec.template.spec.template.spec"] },

  // Build and test runners: Actions Runner Controller, GitLab Runner Operator, Prow, k6, Testkube, Litmus, Chaos Mesh
  { kinds: ["RunnerDeployment", "RunnerReplicaSet"], groups: ["actions.summerwind.dev"], ...runner("spec.template.spec") },
  { kinds: ["RunnerSet"], groups: ["actions.summerwind.dev"], podSpecs: ["spec.template.spec"], images: ["spec.image", "spec.dockerImage"] },
  { kinds: ["Runner"], groups: ["actions.summerwind.dev"], ...runner("spec") },
  { kinds: ["AutoscalingRunnerSet"], groups: ["actions.github.com"], podSpecs: ["spec.template.spec", "spec.listenerTemplate.spec"] },
  { kinds: ["EphemeralRunnerSet"], groups: ["actions.github.com"], podSpecs: ["spec.ephemeralRunnerSpec.spec"] },
  { kinds: ["EphemeralRunner"], groups: ["actions.github.com"], podSpecs: ["spec.spec"] },
  { kinds: ["AutoscalingListener"], groups: ["actions.github.com"], images: ["spec.image"] },
  { kinds: ["Runner"], groups: ["apps.gitlab.com"], images: ["spec.runnerImage", "spec.helperImage", "spec.buildImage"] },
  { kinds: ["ProwJob"], groups: ["prow.k8s.io"], podSpecs: ["spec.pod_spec"] },
  { kinds: ["K6", "TestRun"], groups: ["k6.io"], images: ["spec.runner.image", "spec.starter.image", "spec.initializer.image"] },
  {
    kinds: ["TestWorkflow", "TestWorkflowTemplate"],
    groups: ["testworkflows.testkube.io"],
    containers: ["spec.container", "spec.services.*", ...["setup", "steps", "after"].flatMap((steps) => ["container", "run", "services.*"].map((part) => `spec.${steps}[].${part}`))],
  },
  { kinds: ["ChaosExperiment"], groups: ["litmuschaos.io"], containers: ["spec.definition"] },
  { kinds: ["ChaosEngine"], groups: ["litmuschaos.io"], images: ["spec.components.runner.image", "spec.experiments[].spec.components.experimentImage"] },
  { kinds: ["Workflow"], groups: ["chaos-mesh.org"], containers: ["spec.templates[].task.container"] },

  // Development workspaces (workspace.devfile.io) and gateways (gateway.envoyproxy.io, tailscale.com)
  { kinds: ["DevWorkspace"], groups: ["workspace.devfile.io"], containers: ["spec.template.components[].container"] },
  { kinds: ["DevWorkspaceTemplate"], groups: ["workspace.devfile.io"], containers: ["spec.components[].container"] },
  { kinds: ["EnvoyProxy"], groups: ["gateway.envoyproxy.io"], containers: ["spec.provider.kubernetes.envoyDeployment.container", "spec.provider.kubernetes.envoyDaemonSet.container"] },
  { kinds: ["ProxyClass"], groups: ["tailscale.com"], containers: ["spec.statefulSet.pod.tailscaleContainer", "spec.statefulSet.pod.tailscaleInitContainer"] },

  // KubeVirt: kubevirt.io, pool.kubevirt.io. Container disks and kernels are container images; a machine's disks are not.
  { kinds: ["VirtualMachineInstance"], groups: ["kubevirt.io"], ...virtualMachine("spec") },
  { kinds: ["VirtualMachine", "VirtualMachineInstanceReplicaSet"], groups: ["kubevirt.io"], ...virtualMachine("spec.template.spec") },
  { kinds: ["VirtualMachinePool"], groups: ["pool.kubevirt.io"], ...virtualMachine("spec.virtualMachineTemplate.spec.template.spec") },
];

/** Argo's workflow specification at `path`; the text of a `resource` template is a manifest that the workflow applies. */
function workflow(path: string): Pick<KindRow, "containers" | "texts"> {
  const templates = ["templates[]", "templateDefaults"].map((template) => `${path}.${template}`);
  return {
    containers: templates.flatMap((template) => ["container", "script", "initContainers[]", "sidecars[]", "containerSet.containers[]"].map((container) => `${template}.${container}`)),
    texts: templates.map((template) => `${template}.resource.manifest`),
  };
}

/** The containers of Tekton's task specification at `path`. */
function task(path: string): readonly string[] {
  return ["steps[]", "sidecars[]", "stepTemplate"].map((container) => `${path}.${container}`);
}

/** Tekton's pipeline specification at `path`. */
function pipeline(path: string, bundles: readonly string[] = []): Pick<KindRow, "containers" | "images"> {
  const tasks = ["tasks[]", "finally[]"].map((list) => `${path}.${list}`);
  return { containers: tasks.flatMap((one) => task(`${one}.taskSpec`)), images: [...tasks.map((one) => `${one}.taskRef.bundle`), ...bundles] };
}

/** The pods of Ray's cluster specification at `path`. */
function rayCluster(path: string): readonly string[] {
  return [`${path}.headGroupSpec.template.spec`, `${path}.workerGroupSpecs[].template.spec`];
}

/** The containers of a Spark application's specification at `path`. */
function sparkContainers(path: string): readonly string[] {
  return ["driver", "executor"].flatMap((part) => ["", ".initContainers[]", ".sidecars[]"].map((container) => `${path}.${part}${container}`));
}

function elastic(kind: string, group: string, podSpecs: readonly string[] = ["spec.podTemplate.spec"]): KindRow {
  return { kinds: [kind], groups: [`${group}.k8s.elastic.co`], images: ["spec.image"], podSpecs };
}

/** The specification at `path` of a runner of actions-runner-controller, which is a pod's and names two images beside. */
function runner(path: string): Pick<KindRow, "podSpecs" | "containers" | "images"> {
  return { podSpecs: [path], containers: [path, `${path}.sidecarContainers[]`, `${path}.dockerdContainers[]`], images: [`${path}.dockerImage`] };
}

/** What is a container image in the specification of a virtual machine at `path`. */
function virtualMachine(path: string): Pick<KindRow, "images"> {
  return { images: [`${path}.volumes[].containerDisk.image`, `${path}.domain.firmware.kernelBoot.container.image`] };
}
