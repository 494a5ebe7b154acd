import { packageName, paddedGo } from "./generate-go-ordinary.mjs";
import { withMoreFunctions } from "./generate-scripts-ordinary.mjs";

/** What all areas share: the Makefile that includes those of the areas, and the functions of their scripts. */
export function sharedScripts() {
  return [
    { path: "Makefile", text: makefile },
    { path: "hack/make/tools.mk", text: tools },
    { path: "hack/make/common.mk", text: common },
    { path: "hack/lib/common.sh", text: withMoreFunctions(library, "common", 3) },
  ];
}

/**
 * The files by which an area builds, loads and deploys its image, and the overlay that they deploy.
 *
 * @param {import("./areas.mjs").Area} area
 * @param {{ readonly way: "make" | "shell" | "not", readonly isWrong: boolean }} variant whether the image gets lost on the way
 */
export function deployingFiles({ name, seed }, { way, isWrong }) {
  if (way === "not") return [];
  const area = packageName(name);
  const overlay = { path: `config/${area}/overlays/e2e/kustomization.yaml`, text: endToEndOverlay(area) };
  if (way === "shell") return [{ path: `hack/${area}-e2e.sh`, text: withMoreFunctions(script(area, isWrong ? `shop-${area}` : `shop-${area}-manager`), area, seed + 5) }];
  return [
    overlay,
    { path: `hack/make/${area}.mk`, text: partOfMakefile(area, isWrong ? "controller" : `${area}-manager`) },
    { path: `test/e2e/${area}/e2e_test.go`, text: paddedGo(endToEndTest(area), `${area}-suite`, seed * 7 + 11) },
  ];
}

/**
 * What the base of an area names whose image is built: `kustomize edit set image` puts the built one there.
 *
 * @param {import("./areas.mjs").Area} area
 */
export function builtImage({ name }) {
  return `${packageName(name)}-manager:latest`;
}

/** @param {import("./areas.mjs").Area} area */
export function foreignImage({ name, seed }) {
  return `quay.io/warehouse/${packageName(name)}:v1.${seed}.0`;
}

const makefile = `SHELL := /usr/bin/env bash -o pipefail
.DEFAULT_GOAL := help

include hack/make/common.mk
include hack/make/tools.mk
include $(wildcard hack/make/*.mk)

.PHONY: help
help: ## Display this help.
	@awk 'BEGIN {FS = ":.*##"} /^[a-zA-Z_0-9-]+:.*?##/ { printf "  %-24s %s\\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: all
all: build

.PHONY: manifests
manifests: controller-gen ## Generate definitions of resources.
	$(CONTROLLER_GEN) rbac:roleName=manager-role crd webhook paths="./..." output:crd:artifacts:config=config/crd/bases

.PHONY: generate
generate: controller-gen ## Generate deep copies.
	$(CONTROLLER_GEN) object:headerFile="hack/boilerplate.go.txt" paths="./..."

.PHONY: fmt
fmt:
	go fmt ./...

.PHONY: vet
vet:
	go vet ./...

.PHONY: lint
lint: golangci-lint
	$(GOLANGCI_LINT) run --timeout 10m

.PHONY: test
test: manifests generate fmt vet envtest ## Run tests.
	KUBEBUILDER_ASSETS="$(shell $(ENVTEST) use $(ENVTEST_K8S_VERSION) --bin-dir $(LOCALBIN) -p path)" go test $$(go list ./... | grep -v /e2e) -coverprofile cover.out

.PHONY: build
build: manifests generate fmt vet
	go build -ldflags "$(LDFLAGS)" -o bin/ ./cmd/...

.PHONY: cluster
cluster: ## Create the cluster of the tests end to end.
	kind create cluster --name $(CLUSTER) --wait 120s

.PHONY: undeploy
undeploy:
	kubectl delete --ignore-not-found=true -k config/default
`;

const common = `REGISTRY ?= localhost/shop
VERSION ?= $(shell git describe --tags --always --dirty)
TAG ?= $(VERSION)
CLUSTER ?= shop-e2e
CONTAINER_TOOL ?= docker
LDFLAGS := -s -w -X example.com/shop/internal/version.Version=$(VERSION)

ifeq (,$(shell go env GOBIN))
GOBIN = $(shell go env GOPATH)/bin
else
GOBIN = $(shell go env GOBIN)
endif
`;

const tools = `LOCALBIN ?= $(shell pwd)/bin
$(LOCALBIN):
	mkdir -p $(LOCALBIN)

KUSTOMIZE ?= $(LOCALBIN)/kustomize
CONTROLLER_GEN ?= $(LOCALBIN)/controller-gen
ENVTEST ?= $(LOCALBIN)/setup-envtest
GOLANGCI_LINT = $(LOCALBIN)/golangci-lint

KUSTOMIZE_VERSION ?= v5.6.0
CONTROLLER_TOOLS_VERSION ?= v0.17.2
ENVTEST_K8S_VERSION = 1.32
GOLANGCI_LINT_VERSION ?= v2.1.0

.PHONY: kustomize
kustomize: $(KUSTOMIZE)
$(KUSTOMIZE): $(LOCALBIN)
	$(call go-install-tool,$(KUSTOMIZE),sigs.k8s.io/kustomize/kustomize/v5,$(KUSTOMIZE_VERSION))

.PHONY: controller-gen
controller-gen: $(CONTROLLER_GEN)
$(CONTROLLER_GEN): $(LOCALBIN)
	$(call go-install-tool,$(CONTROLLER_GEN),sigs.k8s.io/controller-tools/cmd/controller-gen,$(CONTROLLER_TOOLS_VERSION))

.PHONY: envtest
envtest: $(ENVTEST)
$(ENVTEST): $(LOCALBIN)
	$(call go-install-tool,$(ENVTEST),sigs.k8s.io/controller-runtime/tools/setup-envtest,release-0.20)

.PHONY: golangci-lint
golangci-lint: $(GOLANGCI_LINT)
$(GOLANGCI_LINT): $(LOCALBIN)
	$(call go-install-tool,$(GOLANGCI_LINT),github.com/golangci/golangci-lint/v2/cmd/golangci-lint,$(GOLANGCI_LINT_VERSION))

define go-install-tool
@[ -f "$(1)-$(3)" ] || { \\
set -e; \\
package=$(2)@$(3) ;\\
echo "Downloading $\${package}" ;\\
rm -f $(1) || true ;\\
GOBIN=$(LOCALBIN) go install $\${package} ;\\
mv $(1) $(1)-$(3) ;\\
} ;\\
ln -sf $(1)-$(3) $(1)
endef
`;

const partOfMakefile = (area, key) => `IMG_${area} = $(REGISTRY)/${area}-manager:$(TAG)

.PHONY: docker-build-${area}
docker-build-${area}: ## Build the image of ${area}.
	$(CONTAINER_TOOL) build -t $(IMG_${area}) -f cmd/${area}/Dockerfile .

.PHONY: load-${area}
load-${area}: docker-build-${area}
	kind load docker-image $(IMG_${area}) --name $(CLUSTER)

.PHONY: install-${area}
install-${area}: manifests kustomize
	$(KUSTOMIZE) build config/${area}/crd | kubectl apply -f -

.PHONY: deploy-${area}
deploy-${area}: load-${area} kustomize ## Deploy ${area} to the cluster.
	cd config/${area}/overlays/e2e && $(KUSTOMIZE) edit set image ${key}=$(IMG_${area})
	$(KUSTOMIZE) build config/${area}/overlays/e2e | kubectl apply -f -
	kubectl -n ${area}-system rollout status deployment/${area}-manager --timeout=180s

.PHONY: test-${area}
test-${area}: fmt vet
	go test ./internal/${area}/... -count=1
`;

const endToEndOverlay = (area) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${area}-system
namePrefix: e2e-
resources:
  - ../../base
labels:
  - includeSelectors: true
    pairs:
      app.kubernetes.io/instance: e2e
patches:
  - target:
      kind: Deployment
      name: ${area}-manager
    patch: |-
      - op: replace
        path: /spec/replicas
        value: 1
`;

const library = `#!/usr/bin/env bash
# Functions of all scripts.

set -o errexit
set -o nounset
set -o pipefail

ROOT="$(cd "$(dirname "\${BASH_SOURCE[0]}")/../.." && pwd)"
CLUSTER="\${CLUSTER:-shop-e2e}"
REGISTRY="\${REGISTRY:-localhost/shop}"
TAG="\${TAG:-$(git -C "\${ROOT}" rev-parse --short HEAD)}"

log::info() { echo "==> $*"; }
log::fatal() {
  echo "!!! $*" >&2
  exit 1
}
`;

const script = (area, loaded) => `#!/usr/bin/env bash
# Tests ${area} in a cluster.

set -euo pipefail

source "$(dirname "$0")/lib/common.sh"

NAMESPACE="${area}-system"
IMAGE="\${REGISTRY}/shop-${area}-manager:\${TAG}"

build() {
  log::info "building \${IMAGE}"
  docker build --build-arg VERSION="\${TAG}" -t "\${IMAGE}" -f "cmd/${area}/Dockerfile" .
  kind load docker-image "\${REGISTRY}/${loaded}:\${TAG}" --name "\${CLUSTER}"
}

deploy() {
  kubectl create namespace "\${NAMESPACE}" --dry-run=client -o yaml | kubectl apply -f -
  cat <<EOF | kubectl apply -f -
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${area}-manager
  namespace: \${NAMESPACE}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: ${area}
  template:
    metadata:
      labels:
        app: ${area}
    spec:
      containers:
        - name: manager
          image: \${IMAGE}
          imagePullPolicy: IfNotPresent
          args: ["--leader-elect", "--metrics-bind-address=:8443"]
EOF
  kubectl -n "\${NAMESPACE}" rollout status "deployment/${area}-manager" --timeout=180s
}

cleanup() {
  kubectl delete namespace "\${NAMESPACE}" --ignore-not-found
}

main() {
  case "\${1:-all}" in
    build) build ;;
    deploy) deploy ;;
    all)
      trap cleanup EXIT
      build
      deploy
      go test "./test/e2e/${area}/..." -v
      ;;
    *) log::fatal "unknown command \${1}" ;;
  esac
}

main "$@"
`;

const endToEndTest = (area) => `package ${area}

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestMain deploys ${area}.
func TestMain(m *testing.M) {
	cmd := exec.Command("make", "-C", "../../..", "deploy-${area}")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}
`;
