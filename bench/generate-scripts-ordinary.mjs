import { entityOf, fieldNames, pascalCase } from "./areas.mjs";
import { filled } from "./filled.mjs";
import { packageName } from "./generate-go-ordinary.mjs";
import { randomFrom } from "./random.mjs";

/**
 * What an area has beside its code: the definition of its resource, manifests with an overlay, values of a chart, a workflow,
 * configuration, documentation, a script and a Dockerfile.
 *
 * @param {import("./areas.mjs").Area} area
 * @param {string} image what its base deploys
 * @returns {readonly { readonly path: string, readonly text: string }[]}
 */
export function ordinaryScripts({ name: areaName, seed }, image) {
  const area = packageName(areaName);
  const random = randomFrom(seed * 97 + 31);
  const name = entityOf({ seed }, 0);
  const entity = { area, name, type: pascalCase(name), image, fields: fieldNames.filter(() => random.below(2) === 0).concat("label") };
  return kinds.map(({ path, text, piece, sizes, end = "" }) => ({ path: path(entity), text: piece === undefined ? text(entity) : filled(text(entity), piece, { entity, random, sizes, end }) }));
}

/**
 * A script with ordinary functions after it.
 *
 * @param {string} text
 * @param {string} name
 * @param {number} seed
 */
export function withMoreFunctions(text, name, seed) {
  // What a script runs last, it runs with all its functions.
  const [functions, end] = text.endsWith(lastLine) ? [text.slice(0, -lastLine.length), `\n${lastLine}`] : [text, ""];
  return filled(functions, shellPiece, { entity: { name }, random: randomFrom(seed), sizes: shellSizes, end });
}

const lastLine = 'main "$@"\n';

/** In characters, before the last piece. */
const shellSizes = [2000, 11_000];

// ---------------------------------------------------------------------------------------------------- pieces

const shellPiece = ({ name }, index, random) => `wait_for_${name.replaceAll("-", "_")}_${index}() {
  local name="\${1:?a name is needed}"
  local attempts="\${2:-${10 + random.below(50)}}"
  for i in $(seq 1 "\${attempts}"); do
    local phase
    phase="$(kubectl get pods -l "app=\${name}" -o jsonpath='{.items[0].status.phase}' 2>/dev/null || true)"
    if [[ "\${phase}" == "Running" ]]; then
      echo "\${name} runs after \${i} attempts"
      return 0
    fi
    sleep ${1 + random.below(5)}
  done
  kubectl describe pods -l "app=\${name}" | tail -n ${20 + random.below(80)} >&2
  return 1
}
`;

const schemaPiece = ({ name, fields }, index, random) => `              ${fields[index % fields.length]}${index}:
                description: |-
                  ${pascalCase(fields[index % fields.length])}${index} says how the ${name} is handled, and by which image
                  its job is run. More info: https://example.com/docs/${name}#${index}
                properties:
                  image:
                    description: The image of the job.
                    type: string
                  limit:
                    anyOf:
                    - type: integer
                    - type: string
                    pattern: ^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))$
                    x-kubernetes-int-or-string: true
                  selector:
                    additionalProperties:
                      type: string
                    maxProperties: ${4 + random.below(30)}
                    type: object
                required:
                - image
                type: object`;

const objectPiece = ({ area, name }, index, random) => `---
apiVersion: v1
kind: Service
metadata:
  name: ${name}-${index}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: ${area}
spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: ${8000 + random.below(999)}
      targetPort: http
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}-${index}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  replicas: ${1 + random.below(3)}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      containers:
        - name: ${name}
          image: quay.io/warehouse/${name}:v1.${random.below(30)}.${random.below(9)}
          env:
            - name: QUEUE_SIZE
              value: "${random.below(500)}"
          ports:
            - name: http
              containerPort: 8080
          resources:
            limits:
              cpu: 500m
              memory: ${64 + random.below(512)}Mi`;

const rulePiece = ({ area, name }, index, random) => `  - alert: ${pascalCase(area)}${pascalCase(name)}${index}
    expr: sum(rate(${name}_errors_total{area="${area}"}[5m])) / sum(rate(${name}_requests_total[5m])) > 0.0${1 + random.below(9)}
    for: ${1 + random.below(30)}m
    labels:
      severity: warning
    annotations:
      summary: The ${name} of ${area} fails too often.`;

const valuesPiece = ({ name }, index, random) => `
${name}${index}:
  enabled: ${random.below(2) === 0}
  image:
    repository: quay.io/warehouse/${name}
    tag: v1.${random.below(30)}.0
    pullPolicy: IfNotPresent
  resources:
    requests:
      cpu: ${random.below(500)}m
  # What the ${name} is told, as it stands in its configuration.
  settings: {}`;

const stepPiece = ({ area }, index, random) => `  check-${index}:
    runs-on: ubuntu-24.04
    timeout-minutes: ${10 + random.below(30)}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-go@v5
        with:
          go-version-file: go.mod
      - name: Test ${area}
        run: |
          go test ./internal/${area}/... -count=${1 + random.below(3)}
          go vet ./internal/${area}/...`;

const paragraphPiece = ({ area, name }, index, random) => `
## ${pascalCase(name)} ${index}

The ${name} of ${area} is handled ${random.below(9)} times before it is given up. To see it, ask for it by its name:

\`\`\`bash
kubectl -n ${area}-system get ${name}s -o wide
\`\`\`
`;

// ---------------------------------------------------------------------------------------------------- kinds of files

const kinds = [
  {
    path: ({ area, name }) => `config/${area}/crd/bases/${area}.example.com_${name}s.yaml`,
    text: ({ area, name, type }) => `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    controller-gen.kubebuilder.io/version: v0.17.2
  name: ${name}s.${area}.example.com
spec:
  group: ${area}.example.com
  names:
    kind: ${type}
    listKind: ${type}List
    plural: ${name}s
    singular: ${name}
  scope: Namespaced
  versions:
  - name: v1alpha1
    schema:
      openAPIV3Schema:
        description: ${type} is one ${name}.
        properties:
          spec:
            properties:`,
    piece: schemaPiece,
    sizes: [4000, 24_000],
    end: `
            type: object
        type: object
    served: true
    storage: true
    subresources:
      status: {}
`,
  },
  { path: ({ area }) => `config/${area}/crd/kustomization.yaml`, text: ({ area, name }) => `resources:\n  - bases/${area}.example.com_${name}s.yaml\n` },
  { path: ({ area }) => `config/${area}/base/kustomization.yaml`, text: () => "resources:\n  - manager.yaml\n  - rbac.yaml\n" },
  {
    path: ({ area }) => `config/${area}/base/manager.yaml`,
    text: ({ area, image }) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${area}-manager
  labels:
    control-plane: ${area}-manager
spec:
  selector:
    matchLabels:
      control-plane: ${area}-manager
  replicas: 1
  template:
    metadata:
      annotations:
        kubectl.kubernetes.io/default-container: manager
      labels:
        control-plane: ${area}-manager
    spec:
      securityContext:
        runAsNonRoot: true
      containers:
        - command:
            - /manager
          args:
            - --leader-elect
            - --health-probe-bind-address=:8081
          image: ${image}
          name: manager
          imagePullPolicy: IfNotPresent
          livenessProbe:
            httpGet:
              path: /healthz
              port: 8081
            initialDelaySeconds: 15
          resources:
            limits:
              cpu: 500m
              memory: 128Mi
      serviceAccountName: ${area}-manager
`,
  },
  {
    path: ({ area }) => `config/${area}/base/rbac.yaml`,
    text: ({ area, name }) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${area}-manager
rules:
  - apiGroups: [${area}.example.com]
    resources: [${name}s, ${name}s/status]
    verbs: [get, list, watch, create, update, patch, delete]
  - apiGroups: [""]
    resources: [events]
    verbs: [create, patch]
`,
  },
  {
    path: ({ area }) => `config/${area}/overlays/production/kustomization.yaml`,
    text: ({ area, image }) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: ${area}-system
resources:
  - ../../base
images:
  - name: ${image.split(":")[0]}
    newName: registry.example.com/shop/${area}
    newTag: v2.4.1
patches:
  - path: resources.yaml
`,
  },
  {
    path: ({ area }) => `config/${area}/overlays/production/resources.yaml`,
    text: ({ area }) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${area}-manager
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: manager
          resources:
            limits:
              memory: 512Mi
`,
  },
  { path: ({ area }) => `deploy/${area}/services.yaml`, text: ({ area }) => `# What ${area} needs beside its manager.`, piece: objectPiece, sizes: [1000, 9000], end: "\n" },
  { path: ({ area }) => `deploy/${area}/rules.yaml`, text: ({ area }) => `groups:\n- name: ${area}\n  rules:`, piece: rulePiece, sizes: [1000, 6000], end: "\n" },
  { path: ({ area }) => `charts/${area}/values.yaml`, text: ({ area }) => `# Values of the chart of ${area}.\nnameOverride: ""\nimage:\n  repository: registry.example.com/shop/${area}\n  tag: ""`, piece: valuesPiece, sizes: [1500, 8000], end: "\n" },
  { path: ({ area }) => `charts/${area}/Chart.yaml`, text: ({ area }) => `apiVersion: v2\nname: ${area}\nversion: 2.4.1\nappVersion: v2.4.1\n` },
  {
    path: ({ area }) => `charts/${area}/templates/_helpers.tpl`,
    text: ({ area }) => `{{- define "${area}.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "${area}.labels" -}}
app.kubernetes.io/name: {{ include "${area}.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
`,
  },
  {
    path: ({ area }) => `charts/${area}/templates/deployment.yaml`,
    text: ({ area }) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-{{ include "${area}.name" . }}
  labels:
    {{- include "${area}.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicas | default 1 }}
  template:
    metadata:
      labels:
        {{- include "${area}.labels" . | nindent 8 }}
    spec:
      containers:
        - name: ${area}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          {{- with .Values.resources }}
          resources:
            {{- toYaml . | nindent 12 }}
          {{- end }}
`,
  },
  { path: ({ area }) => `deploy/${area}/compose.yaml`, text: ({ area }) => `services:\n  ${area}:\n    image: registry.example.com/shop/${area}:v2.4.1\n  store:\n    image: postgres:\${POSTGRES_VERSION:-16}\n    volumes: [store:/var/lib/postgresql/data]\nvolumes:\n  store: {}\n` },
  { path: ({ area }) => `.github/workflows/${area}.yaml`, text: ({ area }) => `name: ${area}\non:\n  pull_request:\n    paths: ["internal/${area}/**"]\njobs:`, piece: stepPiece, sizes: [600, 5000], end: "\n" },
  { path: ({ area }) => `docs/${area}.md`, text: ({ area }) => `# ${pascalCase(area)}\n`, piece: paragraphPiece, sizes: [2000, 20_000] },
  { path: ({ area }) => `hack/check-${area}.sh`, text: ({ area }) => `#!/usr/bin/env bash\n# Waits for ${area}.\nset -euo pipefail\n`, piece: ({ name }, index, random) => shellPiece({ name }, index, random), sizes: shellSizes },
  {
    path: ({ area }) => `cmd/${area}/Dockerfile`,
    text: ({ area }) => `FROM golang:1.24 AS builder
WORKDIR /workspace
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o manager ./cmd/${area}

FROM gcr.io/distroless/static:nonroot
COPY --from=builder /workspace/manager .
ENTRYPOINT ["/manager"]
`,
  },
];
