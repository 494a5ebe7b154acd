/** What of a Tiltfile's functions builds and deploys: https://docs.tilt.dev/api.html, https://github.com/tilt-dev/tilt-extensions */

/** What a function of Tilt's does. */
export type TiltMeaning =
  /** Builds an image under the name that is its first argument (`ref`). */
  | "build"
  /** Deploys manifests: paths of files, and contents. */
  | "deploy"
  | "compose"
  /** Gives the content of a file, a kustomization, or what a function is given. */
  | "file"
  | "kustomization"
  /** Renders a chart of the project, and deploys one with the images that it is told of. */
  | "chart"
  | "release"
  | "content"
  /** Gives the manifests of its first argument, changed in other parts than images. */
  | "changed content"
  /** Gives its first argument's manifests, in two parts. */
  | "filter"
  /** Runs a command on this machine, and gives what that prints, or a resource that nothing else needs. */
  | "command"
  | "resource"
  | "environment"
  /** Runs another Tiltfile, and brings names from it. */
  | "load"
  | "include"
  | "settings"
  | "join paths"
  | "text"
  | "folder"
  /** Builds or deploys something that is not seen. */
  | "unseen"
  /** Neither builds nor deploys. */
  | "nothing";

const names: Readonly<Record<TiltMeaning, string>> = {
  build: "docker_build custom_build docker_build_with_restart custom_build_with_restart docker_build_sub",
  deploy: "k8s_yaml",
  compose: "docker_compose",
  file: "read_file",
  kustomization: "kustomize",
  chart: "helm",
  // https://github.com/tilt-dev/tilt-extensions/tree/master/helm_resource
  release: "helm_resource",
  content: "blob",
  "changed content": "namespace_inject",
  filter: "filter_yaml",
  command: "local",
  resource: "local_resource",
  environment: "os.getenv os.environ.get",
  load: "load load_dynamic",
  include: "include",
  settings: "config.parse",
  "join paths": "os.path.join",
  text: "str",
  folder: "os.getcwd",
  unseen: "helm_remote k8s_custom_deploy ko_build bazel_build pack earthly_build nerdctl_build podman_build buildkit",
  nothing: `
    k8s_resource dc_resource allow_k8s_contexts default_registry update_settings version_settings trigger_mode docker_prune_settings watch_file
    watch_settings analytics_settings ci_settings secret_settings set_team warn fail print exit sync run restart_container fall_back_on
    initial_sync port_forward link probe exec_action http_get_action tcp_socket_action workload_to_resource_function k8s_kind
    k8s_image_json_path k8s_context k8s_namespace enable_feature disable_snapshots experimental_analytics_report cmd_button
    config.define_string config.define_string_list config.define_bool config.define_string_set config.define_object config.set_enabled_resources
    config.clear_enabled_resources helm_repo namespace_create namespace_yaml secret_yaml_generic secret_create_generic
    secret_from_dict secret_yaml_tls secret_yaml_registry create_namespace uibutton bool_input text_input choice_input location
    os.path.exists os.path.basename os.path.dirname os.path.abspath os.path.relpath os.path.realpath os.putenv os.unsetenv
    decode_json encode_json decode_yaml encode_yaml read_json read_yaml listdir len range sorted reversed enumerate zip any all type bool int
    dict list tuple set hasattr getattr dir repr hash max min struct test v1alpha1`,
};

const meanings: ReadonlyMap<string, TiltMeaning> = new Map(
  Object.entries(names).flatMap(([meaning, list]) => list.trim().split(/\s+/).map((name) => [name, meaning as TiltMeaning] as const)),
);

/** Undefined for a function that Tilt does not define. */
export function tiltMeaning(name: string): TiltMeaning | undefined {
  return meanings.get(name);
}

/** Modules of Tilt's, whose functions have names with dots. */
export const tiltModules: ReadonlySet<string> = new Set(["os", "os.path", "os.environ", "config", "v1alpha1"]);

/** What `tilt up` reads if it is not told. */
export const tiltFile = "Tiltfile";
