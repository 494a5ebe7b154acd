import { pascalCase } from "./areas.mjs";
import { goModule, packageName, paddedGo } from "./generate-go-ordinary.mjs";

/** The helpers that all areas share, in two packages: one names images, one builds and loads them and deploys what it is given. */
export function sharedGoImageFiles() {
  return [
    { path: "internal/naming/reference.go", text: paddedGo(naming, "reference", 1) },
    { path: "test/infrastructure/build.go", text: paddedGo(sharedBuild, "build", 2) },
    { path: "test/infrastructure/deploy.go", text: paddedGo(sharedDeploy, "deploy", 3) },
  ];
}

/**
 * The package of an area's tests end to end: two files that mention images, and three tests that start what those build and
 * deploy, and do not.
 *
 * @param {import("./areas.mjs").Area} area
 * @param {{ readonly isDropped: boolean, readonly isMistyped: boolean }} variant which of its two references is lost: the
 *   service's, which is built and dropped, or the fixture's, which is deployed by another name than it was built by
 */
export function goImageFiles({ name, seed }, { isDropped, isMistyped }) {
  const area = packageName(name);
  const folder = `test/e2e/${area}`;
  const environment = seed % 2 === 0 || isDropped ? concurrentEnvironment : sequentialEnvironment;
  return [
    { path: `${folder}/fixture.go`, text: paddedGo(fixture(area), `${name}-fixture`, seed * 7 + 11) },
    { path: `${folder}/environment.go`, text: paddedGo(environment(area, { isDropped, fixtureReference: isMistyped ? `"localhost/shop/${area}-fixture:e2e-test"` : "FixtureReference" }), `${name}-environment`, seed * 7 + 12) },
    { path: `${folder}/suite_test.go`, text: suite(area) },
    ...["health", "journey"].map((subject) => ({ path: `${folder}/${subject}_test.go`, text: endToEndTest(area, subject) })),
  ];
}

function imports(...more) {
  const paths = [...usual, ...more];
  const [ownOrForeign, standard] = [paths.filter((path) => path.includes(".")), paths.filter((path) => !path.includes("."))];
  const lines = (group) => group.toSorted((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1)).map((path) => `\t${path.includes(" ") ? path : `"${path}"`}\n`).join("");
  return `import (\n${[standard, ownOrForeign].filter((group) => group.length > 0).map(lines).join("\n")})\n`;
}

/** Without the name that the file gives it. */
function pathOf(imported) {
  return imported.replace(/^\w+ "/, "");
}

/** What the functions need that files are filled with. */
const usual = ["context", "fmt", "math", "regexp", "strconv", "strings", "time"];

const naming = `// Package naming gives references.
package naming

${imports()}
// registry is where nothing can be pulled from.
const registry = "localhost/shop"

// Local gives another reference at each call.
func Local(service, purpose string) string {
	unique := strconv.FormatInt(time.Now().UnixNano(), 16)
	return fmt.Sprintf("%[1]s/%[2]s:%[3]s-%[4]s", registry, service, purpose, unique[len(unique)-8:])
}
`;

const sharedBuild = `// Package infrastructure starts what tests end to end need.
package infrastructure

${imports("io", "os", "os/exec", "path/filepath", `${goModule}/internal/naming`)}
// ServiceImage says what is built, from what, and for which cluster.
type ServiceImage struct {
	Service      string
	Dockerfile   string
	Cluster      string
	WithCoverage bool
}

// BuildAndLoad builds a service's image, loads it into the cluster and returns its reference.
func BuildAndLoad(config ServiceImage, writer io.Writer) (string, error) {
	image := naming.Local(config.Service, config.Service)
	args := []string{"build", "-t", image}
	if config.WithCoverage || os.Getenv("E2E_COVERAGE") == "true" {
		args = append(args, "--build-arg", "GOFLAGS=-cover")
	}
	args = append(args, "-f", config.Dockerfile, ".")
	if err := run(writer, "podman", args...); err != nil {
		return "", fmt.Errorf("building %s: %w", image, err)
	}
	archive := filepath.Join(os.TempDir(), config.Service+".tar")
	if err := run(writer, "podman", "save", "-o", archive, image); err != nil {
		return "", fmt.Errorf("saving %s: %w", image, err)
	}
	defer func() { _ = os.Remove(archive) }()
	if err := run(writer, "kind", "load", "image-archive", archive, "--name", config.Cluster); err != nil {
		return "", fmt.Errorf("loading %s: %w", image, err)
	}
	return image, nil
}

func run(writer io.Writer, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = writer, writer
	cmd.Env = append(os.Environ(), "KIND_EXPERIMENTAL_PROVIDER=podman")
	return cmd.Run()
}
`;

const sharedDeploy = `package infrastructure

${imports("os/exec", 'appsv1 "k8s.io/api/apps/v1"', 'corev1 "k8s.io/api/core/v1"', 'metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"', "k8s.io/client-go/kubernetes")}
// Deployment is one service in one namespace.
type Deployment struct {
	Service   string
	Namespace string
	Image     string
	Port      int32
}

// CreateService creates the deployment of one service.
func CreateService(ctx context.Context, clients kubernetes.Interface, wanted Deployment) error {
	labels := map[string]string{"app": wanted.Service}
	replicas := int32(1)
	_, err := clients.AppsV1().Deployments(wanted.Namespace).Create(ctx, &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: wanted.Service, Namespace: wanted.Namespace, Labels: labels},
		Spec: appsv1.DeploymentSpec{
			Replicas: &replicas,
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: labels},
				Spec: corev1.PodSpec{
					Containers: []corev1.Container{{
						Name:            wanted.Service,
						Image:           wanted.Image,
						ImagePullPolicy: corev1.PullNever,
						Ports:           []corev1.ContainerPort{{ContainerPort: wanted.Port}},
					}},
				},
			},
		},
	}, metav1.CreateOptions{})
	if err != nil {
		return fmt.Errorf("creating %s: %w", wanted.Service, err)
	}
	return nil
}

// ApplyService does the same with a manifest.
func ApplyService(ctx context.Context, wanted Deployment) error {
	manifest := fmt.Sprintf(\`apiVersion: apps/v1
kind: Deployment
metadata:
  name: %[1]s
  namespace: %[2]s
spec:
  replicas: 1
  selector:
    matchLabels:
      app: %[1]s
  template:
    metadata:
      labels:
        app: %[1]s
    spec:
      containers:
        - name: %[1]s
          image: %[3]s
          imagePullPolicy: Never
          ports:
            - containerPort: %[4]d
\`, wanted.Service, wanted.Namespace, wanted.Image, wanted.Port)
	cmd := exec.CommandContext(ctx, "kubectl", "apply", "-f", "-")
	cmd.Stdin = strings.NewReader(manifest)
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("applying %s: %w: %s", wanted.Service, err, output)
	}
	return nil
}
`;

const fixture = (area) => `// Package ${area} has the tests of ${area} in a cluster.
package ${area}

${imports("io", "os/exec")}
// FixtureReference is what fills the database of the ${area} tests.
const FixtureReference = "localhost/shop/${area}-fixture:e2e-${area}"

func buildFixture(cluster string, writer io.Writer) error {
	for _, args := range [][]string{
		{"docker", "build", "--tag", FixtureReference, "-f", "test/e2e/${area}/Dockerfile", "."},
		{"kind", "load", "docker-image", FixtureReference, "--name", cluster},
	} {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Stdout, cmd.Stderr = writer, writer
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(args, " "), err)
		}
	}
	return nil
}
`;

const environmentType = (area) => `// Environment is where ${area} and its fixture run.
type Environment struct {
	Namespace string
	Address   string
}
`;

const concurrentEnvironment = (area, { isDropped, fixtureReference }) => `package ${area}

${imports("io", "k8s.io/client-go/kubernetes", ...(isDropped ? [`${goModule}/internal/naming`] : []), `${goModule}/test/infrastructure`)}
${environmentType(area)}
// Start builds both images at once and deploys them.
func Start(ctx context.Context, clients kubernetes.Interface, cluster, namespace string, writer io.Writer) (*Environment, error) {
	type result struct {
		name  string
		image string
		err   error
	}
	results := make(chan result, 2)
	go func() {
		${isDropped ? "_" : "image"}, err := infrastructure.BuildAndLoad(infrastructure.ServiceImage{Service: "${area}", Dockerfile: "cmd/${area}/Dockerfile", Cluster: cluster}, writer)
		results <- result{name: "service"${isDropped ? "" : ", image: image"}, err: err}
	}()
	go func() {
		results <- result{name: "fixture", image: FixtureReference, err: buildFixture(cluster, writer)}
	}()
	${isDropped ? `service := naming.Local("${area}", "e2e")` : "var service string"}
	for i := 0; i < 2; i++ {
		finished := <-results
		if finished.err != nil {
			return nil, fmt.Errorf("%s: %w", finished.name, finished.err)
		}
${isDropped ? "" : `		if finished.name == "service" {
			service = finished.image
		}
`}	}
	if err := infrastructure.ApplyService(ctx, infrastructure.Deployment{Service: "${area}-fixture", Namespace: namespace, Image: ${fixtureReference}, Port: 5432}); err != nil {
		return nil, err
	}
	if err := infrastructure.CreateService(ctx, clients, infrastructure.Deployment{Service: "${area}", Namespace: namespace, Image: service, Port: 8081}); err != nil {
		return nil, err
	}
	return &Environment{Namespace: namespace, Address: "http://" + namespace + ".test:8081"}, nil
}
`;

const sequentialEnvironment = (area, { fixtureReference }) => `package ${area}

${imports("io", "k8s.io/client-go/kubernetes", `${goModule}/test/infrastructure`)}
${environmentType(area)}
// Start builds one image after the other and deploys them.
func Start(ctx context.Context, clients kubernetes.Interface, cluster, namespace string, writer io.Writer) (*Environment, error) {
	if err := buildFixture(cluster, writer); err != nil {
		return nil, err
	}
	if err := infrastructure.CreateService(ctx, clients, infrastructure.Deployment{Service: "${area}-fixture", Namespace: namespace, Image: ${fixtureReference}, Port: 5432}); err != nil {
		return nil, err
	}
	config := infrastructure.ServiceImage{Service: "${area}", Dockerfile: "cmd/${area}/Dockerfile", Cluster: cluster}
	service, err := infrastructure.BuildAndLoad(config, writer)
	if err != nil {
		return nil, err
	}
	deployment := infrastructure.Deployment{Service: config.Service, Namespace: namespace, Port: 8081}
	deployment.Image = service
	if err := infrastructure.ApplyService(ctx, deployment); err != nil {
		return nil, err
	}
	return &Environment{Namespace: namespace, Address: "http://" + namespace + ".test:8081"}, nil
}
`;

const suite = (area) => `package ${area}

import (
	"context"
	"fmt"
	"os"
	"testing"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

var environment *Environment

func TestMain(m *testing.M) {
	code, err := runSuite(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func runSuite(m *testing.M) (int, error) {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		return 1, err
	}
	clients, err := kubernetes.NewForConfig(config)
	if err != nil {
		return 1, err
	}
	if environment, err = Start(context.Background(), clients, "${area}-e2e", "${area}-e2e", os.Stderr); err != nil {
		return 1, fmt.Errorf("starting ${area}: %w", err)
	}
	return m.Run(), nil
}
`;

const endToEndTest = (area, subject) => `package ${area}

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func Test${pascalCase(subject)}(t *testing.T) {
	response, err := http.Get(environment.Address + "/${subject}")
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	require.Equal(t, http.StatusOK, response.StatusCode)
}
`;
