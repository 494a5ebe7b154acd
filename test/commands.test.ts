import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BuildArgument, ClusterName, CommandEffect, Slice } from "../src/models/command-effect.js";
import { readCommand } from "../src/models/commands/read.js";

/**
 * A command line as a person writes it, with `${NAME}` for what only shows at run time, and what it does: one line per
 * effect; none for a command that neither makes nor uses an image; `?name` for one that is not known.
 */
type Row = readonly [line: string, ...effects: readonly string[]];

const tables: Readonly<Record<string, readonly Row[]>> = {
  "docker build: spellings of the tag": [
    ["docker build -t localhost/app:1 .", "build localhost/app:1 [docker]"],
    ["docker build . -t localhost/app:1", "build localhost/app:1 [docker]"],
    ["docker build --tag localhost/app:1 .", "build localhost/app:1 [docker]"],
    ["docker build --tag=localhost/app:1 .", "build localhost/app:1 [docker]"],
    ["docker build -tlocalhost/app:1 .", "build localhost/app:1 [docker]"],
    ["docker build -t=localhost/app:1 .", "build localhost/app:1 [docker]"],
    ["docker build -qt localhost/app:1 .", "build localhost/app:1 [docker]"],
    ["docker build -t a:1 --tag b:2 -tc:3 .", "build a:1 [docker]", "build b:2 [docker]", "build c:3 [docker]"],
    ["docker build -t ${IMAGE} .", "build ${IMAGE} [docker]"],
    ["docker build -t localhost/${NAME}:${TAG}-1 .", "build localhost/${NAME}:${TAG}-1 [docker]"],
    ["docker build --tag=${IMAGE} .", "build ${IMAGE} [docker]"],
    ["docker build -t${IMAGE} .", "build ${IMAGE} [docker]"],
    ["docker build -t app -- .", "build app [docker]"],
  ],
  "docker build: what stands around the tag": [
    ["docker build .", /* nothing has a name */],
    ["docker build -q --iidfile id.txt ."],
    ["docker build --file -t ."],
    ["docker build --build-arg TAG=-t --label x -t app .", "build app [docker]"],
    ["docker build -f Dockerfile.e2e --platform linux/amd64 --target prod --no-cache -t app ../..", "build app [docker]"],
    ["docker build --some-new-flag -t app .", "build app [docker]"],
    ["docker build --some-new-flag value -t app .", "build app [docker]"],
    ["docker build ${ARGS} -t app .", "build app [docker]"],
    ["docker build -t app ${ARGS} .", "build app [docker]"],
    ["docker build ${ARGS} .", "?docker build"],
    ["docker build --check -t app ."],
    ["docker build --help"],
    ["docker -H tcp://host:2375 build -t app .", "build app [docker]"],
    ["docker --context desktop build -t app .", "build app [docker]"],
    ["docker -c desktop -D --log-level=debug build -t app .", "build app [docker]"],
    ["docker ${GLOBAL} build -t app .", "build app [docker]"],
    ["docker --new-global build -t app .", "build app [docker]"],
    ["docker --new-global value build -t app .", "build app [docker]"],
    ["DOCKER_BUILDKIT=1 docker build -t app .", "build app [docker]"],
  ],
  "the other forms of a build": [
    ["docker image build -t app .", "build app [docker]"],
    ["docker builder build -t app .", "build app [docker]"],
    ["docker buildx build -t app .", "build app [docker]"],
    ["docker buildx --builder ci build -t app .", "build app [docker]"],
    ["docker buildx b -t app .", "build app [docker]"],
    ["docker buildx build --load -t app .", "build app [docker]"],
    ["docker buildx build --push -t r.io/app:1 -t r.io/app:2 .", "build r.io/app:1 [docker]", "build r.io/app:2 [docker]", "push r.io/app:1 [docker]", "push r.io/app:2 [docker]"],
    ["docker build --push=false -t app .", "build app [docker]"],
    ["docker build --output type=registry -t r.io/app .", "build r.io/app [docker]", "push r.io/app [docker]"],
    ["docker build -o type=image,name=r.io/app,push=true .", "build r.io/app [docker]", "push r.io/app [docker]"],
    ["docker build --output=type=image,name=r.io/app,push=false .", "build r.io/app [docker]"],
    [`docker build --output 'type=image,"name=a:1,b:2",push=true' .`, "build a:1 [docker]", "build b:2 [docker]", "push a:1 [docker]", "push b:2 [docker]"],
    ["docker build --output type=docker,name=app .", "build app [docker]"],
    ["docker buildx build -t app -o type=docker,dest=app.tar .", "build app [docker]", "save app -> app.tar [docker]"],
    ["docker buildx build -t app --output type=oci,dest=- .", "build app [docker]", "save app -> standard output [docker]"],
    ["docker build -o out ."],
    ["docker build --output type=local,dest=out ."],
    ["podman build -t app .", "build app [podman]"],
    ["podman --log-level debug build -t app .", "build app [podman]"],
    ["podman --log-level=debug --remote image build --tag app -f Containerfile", "build app [podman]"],
    ["podman build --pull --squash-all -v /a:/a:z -t app .", "build app [podman]"],
    ["podman build --manifest app:multi .", "build app:multi [podman]"],
    ["podman buildx build -t app .", "build app [podman]"],
    ["podman farm build -t r.io/app .", "build r.io/app [podman]"],
    ["nerdctl -n k8s.io build -t app .", "build app [nerdctl]"],
    ["nerdctl --namespace=k8s.io build -t app .", "build app [nerdctl]"],
    ["nerdctl --address /run/containerd.sock build -t app .", "build app [nerdctl]"],
    ["buildah bud -t app .", "build app [buildah]"],
    ["buildah build --layers -t app .", "build app [buildah]"],
    ["buildah build-using-dockerfile --tag app", "build app [buildah]"],
    ["buildah --storage-driver vfs bud -t app .", "build app [buildah]"],
    ["docker import rootfs.tar app:1", "build app:1 [docker]"],
    ["docker import -c 'CMD sh' - app:1", "build app:1 [docker]"],
    ["docker import rootfs.tar"],
    ["docker commit -m message container app:1", "build app:1 [docker]"],
    ["docker container commit --change='CMD sh' c app:1", "build app:1 [docker]"],
    ["buildah commit --rm working app:1", "build app:1 [buildah]"],
    ["buildah commit working docker://r.io/app:1", "push r.io/app:1 [buildah]"],
    ["docker manifest create r.io/app:1 r.io/app:amd64 r.io/app:arm64", "build r.io/app:1 [docker]"],
    ["docker bake --push", "bake pushes"],
    ["docker buildx bake -f bake.hcl", "bake bake.hcl"],
  ],
  "tag and push": [
    ["docker tag a:1 b:2", "tag a:1 -> b:2 [docker]"],
    ["docker image tag a:1 b:2", "tag a:1 -> b:2 [docker]"],
    ["podman tag a:1 b:2 c:3", "tag a:1 -> b:2 [podman]", "tag a:1 -> c:3 [podman]"],
    ["podman image tag a:1 b:2", "tag a:1 -> b:2 [podman]"],
    ["buildah tag a:1 b:2", "tag a:1 -> b:2 [buildah]"],
    ["docker tag ${FLAGS} a:1 b:2", "tag a:1 -> b:2 [docker]"],
    ["docker tag ${A} ${B}", "tag ${A} -> ${B} [docker]"],
    ["docker tag a:1", "?docker tag"],
    ["docker tag --new-flag a:1 b:2", "?docker tag"],
    ["docker push r.io/app:1", "push r.io/app:1 [docker]"],
    ["docker image push --quiet r.io/app:1", "push r.io/app:1 [docker]"],
    ["docker push r.io/a:1 r.io/b:2", "push r.io/a:1 [docker]", "push r.io/b:2 [docker]"],
    ["docker push --platform linux/amd64 r.io/app:1", "push r.io/app:1 [docker]"],
    ["docker push --all-tags r.io/app", "?docker push"],
    ["docker push --new-flag=x r.io/app:1", "push r.io/app:1 [docker]"],
    ["docker push --new-flag r.io/app:1", "?docker push"],
    ["podman push --tls-verify=false r.io/app:1", "push r.io/app:1 [podman]"],
    ["podman push --tls-verify false r.io/app:1", "push r.io/app:1 [podman]"],
    ["podman push app:1 docker://r.io/app:1", "tag app:1 -> r.io/app:1 [podman]", "push r.io/app:1 [podman]"],
    ["podman push app:1 r.io/app:1", "tag app:1 -> r.io/app:1 [podman]", "push r.io/app:1 [podman]"],
    ["podman push app:1 docker-archive:app.tar:app:2", "save app:2 -> app.tar [podman]"],
    ["podman push app:1 oci-archive:app.tar", "save app:1 -> app.tar [podman]"],
    ["podman push app:1 docker-daemon:app:2", "tag app:1 -> app:2 [podman]"],
    ["buildah push --creds u:p app:1 docker://r.io/app:1", "tag app:1 -> r.io/app:1 [buildah]", "push r.io/app:1 [buildah]"],
    ["docker manifest push --purge r.io/app:1", "push r.io/app:1 [docker]"],
    ["docker buildx imagetools create -t r.io/app:2 r.io/app:1", "tag r.io/app:1 -> r.io/app:2 [docker]", "push r.io/app:2 [docker]"],
    ["docker buildx imagetools create -t r.io/app:2 a b", "push r.io/app:2 [docker]"],
    ["docker buildx imagetools inspect r.io/app:2"],
  ],
  "archives": [
    ["docker save a:1 b:2 -o file.tar", "save a:1 b:2 -> file.tar [docker]"],
    ["docker save -o file.tar a:1 b:2", "save a:1 b:2 -> file.tar [docker]"],
    ["docker save --output=file.tar a:1", "save a:1 -> file.tar [docker]"],
    ["docker save -ofile.tar a:1", "save a:1 -> file.tar [docker]"],
    ["docker save a:1", "save a:1 -> standard output [docker]"],
    ["docker image save ${IMAGE} -o /tmp/${NAME}.tar", "save ${IMAGE} -> /tmp/${NAME}.tar [docker]"],
    ["podman save -q --format docker-archive -o file.tar a:1", "save a:1 -> file.tar [podman]"],
    ["podman save -mo file.tar a:1 b:2", "save a:1 b:2 -> file.tar [podman]"],
    ["docker load -i file.tar", "unpack file.tar [docker]"],
    ["docker load --input=file.tar -q", "unpack file.tar [docker]"],
    ["docker image load", "unpack standard input [docker]"],
    ["nerdctl -n k8s.io load -i file.tar", "unpack file.tar [nerdctl]"],
    ["podman pull docker-archive:file.tar", "unpack file.tar [podman]"],
    ["docker pull redis:7", "pull redis:7"],
    ["docker rmi -f a:1 b:2", "remove a:1", "remove b:2"],
    ["docker image rm a:1", "remove a:1"],
  ],
  "docker run and create": [
    ["docker run app:1", "deploy app:1 [docker]"],
    ["docker run --rm -it app:1 sh -c 'echo hi'", "deploy app:1 [docker]", "escape sh -c echo hi"],
    ["docker run -dit app:1", "deploy app:1 [docker]"],
    ["docker run -d --name db -e A=b -p 80:80 -v /a:/b --network host app:1", "deploy app:1 [docker]"],
    ["docker run -eA=b -p80:80 -u0 app:1", "deploy app:1 [docker]"],
    ["docker run --net=host --add-host a:1 --gpus all --cpus 2 --memory 1g app:1 --name x", "deploy app:1 [docker]", "escape --name x"],
    ["docker run --pull never app:1", "deploy app:1 [docker] never"],
    ["docker run --pull=always app:1", "deploy app:1 [docker] always"],
    ["docker run -- app:1 -t x", "deploy app:1 [docker]", "escape -t x"],
    ["docker run --new-flag=x app:1", "deploy app:1 [docker]"],
    ["docker run --new-flag app:1", "?docker run"],
    ["docker run", "?docker run"],
    ["docker container run -d app:1", "deploy app:1 [docker]"],
    ["docker create --name x app:1", "deploy app:1 [docker]"],
    ["docker container create app:1", "deploy app:1 [docker]"],
    ["docker run ${IMAGE}", "deploy ${IMAGE} [docker]"],
    ["docker run --rm ${IMAGE} sh", "deploy ${IMAGE} [docker]", "escape sh"],
    ["docker run ${OPTIONS} --rm app:1", "deploy app:1 [docker]"],
    ["docker run ${OPTIONS} localhost/app:${TAG}", "deploy localhost/app:${TAG} [docker]"],
    ["docker run ${IMAGE} -c 'echo hi'", "deploy ${IMAGE} [docker]", "escape -c echo hi"],
    ["docker run ${IMAGE} --version", "deploy ${IMAGE} [docker]", "escape --version"],
    ["docker run ${IMAGE} --new -x y", "deploy ${IMAGE} [docker]", "escape --new -x y"],
    ["podman run --userns keep-id --secret s --tz local --replace app:1", "deploy app:1 [podman]"],
    ["podman run docker://r.io/app:1", "deploy r.io/app:1 [podman]"],
    ["podman run --rootfs /srv/root sh"],
    ["podman container run --pull newer --pod p app:1", "deploy app:1 [podman] newer"],
    ["nerdctl run -d --init-binary tini app:1", "deploy app:1 [nerdctl]"],
    ["buildah from r.io/base:1", "deploy r.io/base:1 [buildah]"],
    ["buildah from scratch"],
    ["docker service create --name web --replicas 2 app:1", "deploy app:1 [docker]"],
    ["docker service update --image app:2 web", "deploy app:2 [docker]"],
    ["docker exec -it -u root c sh -c x", "words sh -c x"],
    ["docker exec kind-control-plane crictl rmi app:1", "words crictl rmi app:1"],
    ["buildah run working -- make test", "words make test"],
    ["podman kube play --replace pod.yaml", "apply file pod.yaml at another"],
    ["podman play kube -", "apply file standard input at another"],
    ["podman kube play --network=host pod.yaml", "apply file pod.yaml at another"],
    ["podman kube play --down pod.yaml"],
    ["podman kube apply -f pod.yaml --kubeconfig c", "apply file pod.yaml at another"],
  ],
  "engine commands that make and use nothing": [
    ["docker network create kind"],
    ["docker ps -aq --filter label=app:1"],
    ["docker image inspect app:1"],
    ["docker image ls -q"],
    ["docker images"],
    ["docker inspect -f '{{.Id}}' app:1"],
    ["docker login -u u -p p r.io"],
    ["docker rm -f c"],
    ["docker volume prune -f"],
    ["docker buildx create --use --name ci"],
    ["docker --version"],
    ["docker"],
    ["podman machine start"],
    ["podman machine ssh docker build -t app .", "?podman machine ssh"],
    ["docker trust sign app:1", "?docker trust"],
    ["docker ${VERB} app:1", "?docker <unknown>"],
  ],
  "compose": [
    ["docker compose up -d", "compose up, builds"],
    ["docker compose -f a.yml -f b.yml -p e2e up -d --build db web", "compose a.yml b.yml (db web) up, builds"],
    ["docker compose --file=a.yml up --no-build --wait --scale web=2", "compose a.yml up"],
    ["docker compose --profile e2e build --build-arg A=b web", "compose (web) builds"],
    ["docker compose build --push", "compose builds, pushes"],
    ["docker compose -f a.yml push", "compose a.yml pushes"],
    ["docker-compose -f a.yml up -d", "compose a.yml up, builds"],
    ["docker-compose -fa.yml up", "compose a.yml up, builds"],
    ["podman-compose up", "compose up, builds"],
    ["nerdctl compose -f a.yml up", "compose a.yml up, builds"],
    ["docker compose run --rm -e A=b web npm test", "compose (web) up, builds", "escape npm test"],
    ["docker compose exec -T web kubectl get pods", "words kubectl get pods"],
    ["docker compose -f a.yml logs -f web"],
    ["docker compose version --short"],
    ["docker-compose version --short"],
    ["podman-compose version --short"],
    ["docker-compose --version"],
    ["podman-compose -v"],
    ["docker compose --dry-run up"],
    ["docker compose down -v --rmi all"],
    ["docker buildx bake -f docker-bake.hcl --set app.tags=a:1 --push app", "bake docker-bake.hcl (app) app.tags=a:1 pushes"],
    ["docker buildx bake --print"],
    ["docker compose pull", "compose pulls"],
    ["docker compose ${ARGS} up", "compose up, builds"],
    ["docker compose dance", "?docker compose dance"],
    ["docker stack deploy -c a.yml -c b.yml web", "compose a.yml b.yml up"],
  ],
  "kind": [
    ["kind load docker-image app:1", "load app:1 -> kind"],
    ["kind load docker-image a:1 b:2 --name e2e", "load a:1 -> kind e2e", "load b:2 -> kind e2e"],
    ["kind load docker-image --name=e2e app:1", "load app:1 -> kind e2e"],
    ["kind load docker-image -n e2e --nodes w1,w2 app:1", "load app:1 -> kind e2e"],
    ["kind --verbosity 3 load docker-image app:1", "load app:1 -> kind"],
    ["kind load docker-image ${IMAGE} --name ${CLUSTER}", "load ${IMAGE} -> kind ${CLUSTER}"],
    ["kind load docker-image --new-flag app:1", "?kind load docker-image"],
    ["kind load image-archive app.tar --name e2e", "unpack app.tar -> kind e2e"],
    ["kind load image-archive --name e2e a.tar b.tar", "unpack a.tar -> kind e2e", "unpack b.tar -> kind e2e"],
    ["kind create cluster --image kindest/node:v1.30.0 --name e2e", "cluster kind e2e"],
    ["kind create cluster", "cluster kind (default)"],
    ["kind create cluster --config kind.yaml --kubeconfig=/tmp/k --wait 60s -q", "cluster kind (default) of kind.yaml in /tmp/k"],
    ["kind export kubeconfig -n e2e", "use cluster kind e2e"],
    ["kind get kubeconfig --name e2e --internal", "print kubeconfig text of kind e2e"],
    ["kind build node-image --image me/node:1 .", "build me/node:1"],
    ["kind delete cluster --name e2e", "delete cluster kind e2e"],
    ["kind delete clusters --all"],
    ["kind get clusters"],
    ["kind load", /* prints its help */],
    ["kind load something x", "?kind load something"],
    ["./bin/kind-v0.20 load docker-image app:1", "load app:1 -> kind"],
    ["${LOCALBIN}/kind-${VERSION} load docker-image app:1", "load app:1 -> kind"],
  ],
  "minikube": [
    ["minikube image load app:1", "load app:1 -> minikube"],
    ["minikube image load -p e2e a:1 b:2", "load a:1 -> minikube e2e", "load b:2 -> minikube e2e"],
    ["minikube -p e2e image load app:1 --daemon", "load app:1 -> minikube e2e"],
    ["minikube --profile=e2e image load app:1 --overwrite=false", "load app:1 -> minikube e2e"],
    ["minikube image load app.tar", "unpack app.tar -> minikube"],
    ["minikube image load ./out/app", "unpack ./out/app -> minikube"],
    ["minikube image load -", "unpack standard input -> minikube"],
    ["minikube image build -t app:1 -f Dockerfile .", "build app:1", "load app:1 -> minikube"],
    ["minikube image build --tag=app:1 --push .", "build app:1", "load app:1 -> minikube", "push app:1"],
    ["minikube image tag a:1 b:2", "tag a:1 -> b:2"],
    ["minikube image push r.io/app:1", "push r.io/app:1"],
    ["minikube image rm app:1", "remove app:1"],
    ["minikube image save app:1 app.tar", "save app:1 -> app.tar"],
    ["minikube image ls"],
    ["minikube cache add app:1", "load app:1 -> minikube"],
    ["minikube start --driver docker --image-repository r.io", "cluster minikube (default)"],
    ["minikube start --vm-driver=none", "cluster minikube (default)", "builds in minikube"],
    ["minikube start --driver ${DRIVER}", "cluster minikube (default)", "builds in minikube"],
    ["minikube start -p e2e --keep-context", "cluster minikube e2e beside"],
    ["minikube delete --profile e2e", "delete cluster minikube e2e"],
    ["minikube profile e2e", "use cluster minikube e2e from now on"],
    ["minikube profile"],
    ["minikube profile list -o json"],
    ["minikube -p e2e docker-env", "builds in minikube"],
    ["minikube docker-env --unset"],
    ["minikube update-context -p e2e", "use cluster minikube e2e"],
    ["minikube kubectl -- apply -f x.yaml", "words kubectl -- apply -f x.yaml in minikube (default)"],
    ["minikube -p e2e kubectl -- get pods", "words kubectl -- get pods in minikube e2e"],
    ["minikube ssh docker build -t app .", "?minikube ssh"],
  ],
  "k3d": [
    ["k3d image import app:1 -c e2e", "load app:1 -> k3d e2e"],
    ["k3d image import a:1 b:2 --cluster e2e", "load a:1 -> k3d e2e", "load b:2 -> k3d e2e"],
    ["k3d images import --cluster=e2e --mode direct app:1", "load app:1 -> k3d e2e"],
    ["k3d image import -c one -c two app:1", "load app:1 -> k3d one", "load app:1 -> k3d two"],
    ["k3d image import app.tar", "unpack app.tar -> k3d"],
    ["k3d image load app:1 -k", "load app:1 -> k3d"],
    ["k3d cluster create e2e --image rancher/k3s:v1.30", "cluster k3d e2e"],
    ["k3d cluster create", "cluster k3d (default)"],
    ["k3d cluster create --config k3d.yaml", "cluster k3d (default) of k3d.yaml"],
    ["k3d cluster create -p 80:80@loadbalancer --agents 2 --kubeconfig-switch-context=false e2e", "cluster k3d e2e beside"],
    ["k3d cluster create --new-flag e2e", "cluster k3d (unknown)"],
    ["k3d cluster create ${NAME}", "cluster k3d ${NAME}"],
    ["k3d cluster delete e2e", "delete cluster k3d e2e"],
    ["k3d cluster list"],
    ["k3d kubeconfig get e2e", "print kubeconfig text of k3d e2e"],
    ["k3d kubeconfig write e2e", "print kubeconfig path of k3d e2e"],
    ["k3d kubeconfig merge e2e --kubeconfig-merge-default", "use cluster k3d e2e"],
    ["k3d kubeconfig merge e2e -d --kubeconfig-switch-context=false"],
    ["k3d kubeconfig merge e2e -o k.yaml", "use cluster k3d e2e in k.yaml"],
  ],
  "containerd and the nodes": [
    ["ctr -n k8s.io images import app.tar", "unpack app.tar"],
    ["ctr --namespace=k8s.io image import -", "unpack standard input"],
    ["ctr -n k8s.io i import --digests app.tar", "unpack app.tar"],
    ["ctr images export app.tar a:1", "save a:1 -> app.tar"],
    ["ctr images tag a:1 b:2", "tag a:1 -> b:2"],
    ["k3s ctr images import app.tar", "words ctr images import app.tar elsewhere"],
    ["k3s kubectl apply -f x.yaml", "words kubectl apply -f x.yaml elsewhere"],
    ["microk8s ctr image import app.tar", "words ctr image import app.tar elsewhere"],
    ["colima nerdctl -- build -t app .", "words nerdctl -- build -t app . elsewhere"],
    ["nerdctl -- build -t app .", "build app [nerdctl]"],
    ["crictl runp pod.json", "?crictl runp"],
  ],
  "kubectl apply, create, replace": [
    ["kubectl apply -f x.yaml", "apply file x.yaml"],
    ["kubectl apply -fx.yaml", "apply file x.yaml"],
    ["kubectl apply --filename=x.yaml", "apply file x.yaml"],
    ["kubectl apply -f x.yaml -f y.yaml", "apply file x.yaml", "apply file y.yaml"],
    ["kubectl apply -f x.yaml,y.yaml", "apply file x.yaml", "apply file y.yaml"],
    ["kubectl apply -f -", "apply file standard input"],
    ["kubectl apply -f-", "apply file standard input"],
    ["kubectl apply --filename=-", "apply file standard input"],
    ["kubectl apply -Rf manifests/", "apply file manifests/"],
    ["kubectl apply -k overlays/e2e", "apply kustomization overlays/e2e"],
    ["kubectl apply --kustomize=overlays/e2e", "apply kustomization overlays/e2e"],
    ["kubectl apply --server-side --force-conflicts -n ns -f ${FILE}", "apply file ${FILE}"],
    ["kubectl --kubeconfig /tmp/k -n ns apply -f x.yaml", "apply file x.yaml by /tmp/k"],
    ["kubectl --context=kind-e2e apply -f x.yaml", "apply file x.yaml at kind-e2e"],
    ["kubectl --context kind-${NAME} run app --image=app:1", "deploy app:1 [cluster] at kind-${NAME}"],
    ["kubectl --server https://localhost:6443 apply -f x.yaml", "apply file x.yaml at another"],
    ["kubectl config use-context kind-e2e", "use context kind-e2e"],
    ["kubectl config use k3d-e2e --kubeconfig /tmp/k", "use context k3d-e2e in /tmp/k"],
    ["kubectl config set-context --current --namespace shop"],
    ["kubectx kind-e2e", "use context kind-e2e"],
    ["kubectx"],
    ["oc login https://api.example:6443", "use context ?"],
    ["gcloud container clusters get-credentials e2e --zone z", "use context ?"],
    ["gcloud container clusters list"],
    ["aws eks update-kubeconfig --name e2e", "use context ?"],
    ["aws eks describe-cluster --name e2e"],
    ["az aks get-credentials -n e2e -g shop", "use context ?"],
    ["az aks show -n e2e -g shop"],
    ["kubectl -n=ns apply -f x.yaml", "apply file x.yaml"],
    ["kubectl -v 4 apply -f x.yaml", "apply file x.yaml"],
    ["kubectl ${FLAGS} apply -f x.yaml", "apply file x.yaml"],
    ["kubectl -f x.yaml apply", "apply file x.yaml"],
    ["kubectl create -f x.yaml", "apply file x.yaml"],
    ["kubectl replace --force -f x.yaml", "apply file x.yaml"],
    ["kubectl apply -f x.yaml --dry-run=server"],
    ["kubectl apply -f x.yaml --dry-run=none", "apply file x.yaml"],
    ["kubectl apply -f x.yaml --dry-run=${MODE}", "?kubectl apply"],
    ["kubectl apply view-last-applied -f x.yaml"],
    ["oc apply -f x.yaml", "apply file x.yaml"],
    ["oc new-app app:1", "?oc new-app"],
    ["/usr/local/bin/kubectl apply -f x.yaml", "apply file x.yaml"],
    ["./kubectl apply -f x.yaml", "apply file x.yaml"],
    ["kubectl.exe apply -f x.yaml", "apply file x.yaml"],
    ["C:\\tools\\kubectl.exe apply -f x.yaml", "apply file x.yaml"],
    ["kubectl-1.30 apply -f x.yaml", "apply file x.yaml"],
    ["kubectl-argo apply -f x.yaml", "?kubectl-argo"],
  ],
  "kubectl with an image on the line": [
    ["kubectl set image deployment/app app=app:1", "deploy app:1 [cluster]"],
    ["kubectl set image deployment app a=a:1 b=b:2", "deploy a:1 [cluster]", "deploy b:2 [cluster]"],
    ["kubectl -n ns set image deploy/app *=app:1 --record", "deploy app:1 [cluster]"],
    ["kubectl set -n ns image deploy/app app=${IMAGE}", "deploy ${IMAGE} [cluster]"],
    ["kubectl set image ${TARGET} ${CONTAINER}=${IMAGE}", "deploy ${IMAGE} [cluster]"],
    ["kubectl set image -f x.yaml app=app:1", "deploy app:1 [cluster]"],
    ["kubectl set image deploy/app app=r.io/app:1@sha256:abc=", "deploy r.io/app:1@sha256:abc= [cluster]"],
    ["kubectl set image -f x.yaml app=app:1 --local -o yaml"],
    ["kubectl set image deploy/app ${PAIR}", "?kubectl set image"],
    ["kubectl run app --image=app:1", "deploy app:1 [cluster]"],
    ["kubectl run app --image app:1 --image-pull-policy=Never -- sleep 60", "deploy app:1 [cluster] Never"],
    ["kubectl run -it --rm --restart=Never --image-pull-policy Never app --image=app:1", "deploy app:1 [cluster] Never"],
    ["kubectl run app --image=app:1 --dry-run=client -o yaml", "print pod app: app:1"],
    ["kubectl run app --image=app:1 --dry-run=client"],
    ["kubectl create deployment app --image=a:1 --image=b:2", "deploy a:1 [cluster]", "deploy b:2 [cluster]"],
    ["kubectl create deploy app --image=a:1,b:2 --replicas 2", "deploy a:1 [cluster]", "deploy b:2 [cluster]"],
    ["kubectl create job once --image app:1 -- run", "deploy app:1 [cluster]"],
    ["kubectl create job once --from=cronjob/app"],
    ["kubectl create cronjob c --image=app:1 --schedule '* * * * *'", "deploy app:1 [cluster]"],
    ["kubectl create deployment app --image=a:1,b:2 --dry-run=client -o yaml", "print deployment app: a:1 b:2"],
    ["kubectl apply -f x.yaml --dry-run=client -o yaml", "print files x.yaml"],
    ["kubectl apply -f x.yaml --dry-run=server"],
    ["kubectl debug pod/app -it --image=busybox --target=app", "deploy busybox [cluster]"],
    ["kubectl debug app --copy-to=b --set-image=a=a:1,b=b:2", "deploy a:1 [cluster]", "deploy b:2 [cluster]"],
    [`kubectl patch deploy app -p '{"spec":{}}'`, `apply patch-text {"spec":{}}`],
    ["kubectl patch deploy app --type json --patch=${PATCH}", "apply patch-text ${PATCH}"],
    ["kubectl patch deploy app --patch-file p.yaml", "apply patch-file p.yaml"],
  ],
  "texts that are changed": [
    ["sed s/app:1/app:2/ x.yaml", "sed s/app:1/app:2/ of x.yaml"],
    ["sed -i s/app:1/app:2/ x.yaml y.yaml", "sed s/app:1/app:2/ changes x.yaml y.yaml"],
    ["sed -Ei -e s/a/b/ -e s/c/d/ x.yaml", "sed s/a/b/ s/c/d/ extended changes x.yaml"],
    ["sed --in-place=.bak s/a/b/ x.yaml", "sed s/a/b/ changes x.yaml"],
    ["sed -i s/a/${IMAGE}/ x.yaml", "sed s/a/${IMAGE}/ changes x.yaml"],
    ["sed -i s/a/b/ ${FILE}", "sed s/a/b/ changes ${FILE}"],
    ["perl -pi -e s/a/b/ x.yaml", "perl s/a/b/ extended changes x.yaml"],
    ["perl -e print", "?perl"],
    ["yq '.image' values.yaml", "yq .image of values.yaml"],
    ["yq -i '.image = strenv(IMAGE)' values.yaml", "yq .image = strenv(IMAGE) changes values.yaml"],
    ["yq eval '.image = 1' -i values.yaml", "yq .image = 1 changes values.yaml"],
    ["yq r values.yaml image", "transform"],
    ["yq e --inplace --expression .a=1 values.yaml", "yq .a=1 changes values.yaml"],
    ["jq -cr '.tags' x.json", "jq .tags x.json raw compact"],
    ["jq -r --arg image app:1 '.image = $image' x.json", "transform"],
    ["envsubst", "envsubst"],
    ["envsubst '$IMAGE'", "envsubst $IMAGE"],
    ["kustomize edit set image controller=app:1", "edit set image controller=app:1"],
    ["kustomize build config/default", "kustomize config/default"],
  ],
  "what tests run beside": [
    ["pg_isready -U user -d app"],
    ["psql -h localhost -c 'SELECT 1;'"],
    ["redis-cli ping"],
    ["mysqladmin ping"],
    ["mongosh --eval 1"],
    ["nc -z localhost 5432"],
    ["lsof -ti :8080"],
    ["systemctl restart containerd"],
    ["setup-envtest use -p path 1.31.x"],
    ["./bin/controller-gen-v0.16 crd paths=./..."],
    ["go run sigs.k8s.io/controller-runtime/tools/setup-envtest@latest use -p path", "words sigs.k8s.io/controller-runtime/tools/setup-envtest@latest use -p path"],
    ["go run -mod=mod sigs.k8s.io/kind@v0.24 load docker-image app", "words sigs.k8s.io/kind@v0.24 load docker-image app"],
    ["kubebuilder create api --group batch --version v1 --kind CronJob --image app:1"],
    ["crictl images"],
    ["crictl inspecti app:1"],
    ["crictl pull r.io/app:1", "pull r.io/app:1"],
    ["crictl --runtime-endpoint unix:///run/x.sock rmi app:1", "remove app:1"],
    ["ctr -n k8s.io images pull --plain-http localhost:5001/app:1", "pull localhost:5001/app:1"],
    ["ctr --namespace=k8s.io image ls"],
  ],
  "builders by names of their own": [
    ["tkn bundle push localhost:5001/flows/hello:v1 -f pipeline.yaml", "push localhost:5001/flows/hello:v1"],
    ["tkn bundle push --remote-skip-tls r.io/hello -f a.yaml -f b.yaml", "push r.io/hello"],
    ["tkn taskrun list -n e2e"],
    ["tkn pipeline start hello", "?tkn pipeline start"],
    ["ko build ./cmd/app", "build a name of its own"],
    ["ko apply -f config/", "?ko apply"],
    ["kind build node-image --image kindest/node:dev", "build kindest/node:dev"],
    ["nerdctl --namespace k8s.io build -t app:1 .", "build app:1 [nerdctl]"],
  ],
  "kubectl delete": [
    ["kubectl delete -f x.yaml", "delete x.yaml"],
    ["kubectl delete -f - --ignore-not-found", "delete standard input"],
    ["kubectl delete deployment shop", "delete deployment shop"],
    ["kubectl -n e2e delete deploy/${NAME} --wait=false --now", "delete deployment ${NAME} in e2e"],
    ["kubectl delete deployments.apps shop web", "delete deployment shop", "delete deployment web"],
    ["kubectl delete po,ds,sts shop", "delete pod shop", "delete daemonset shop", "delete statefulset shop"],
    ["kubectl delete ingress shop", "delete ingress shop"],
    ["kubectl delete ${KIND} shop"],
    ["kubectl delete pod -l app=shop --grace-period 0 --force"],
  ],
  "kubectl commands that deploy nothing": [
    ["kubectl get pods -o jsonpath={.items[0].spec.containers[0].image}"],
    ["kubectl rollout status deploy/app"],
    ["kubectl wait --for condition=Ready pod/app"],
    ["kubectl delete deployment shop --dry-run=client"],
    ["kubectl delete pods --all"],
    ["kubectl logs -f deploy/app"],
    ["kubectl exec app -- docker build -t app ."],
    ["kubectl create configmap c --from-literal=image=app:1"],
    ["kubectl create configmap c --from-file x=image.txt --dry-run=client -o yaml", "print a manifest without images"],
    ["kubectl create secret generic s --from-literal a=b --dry-run=client -oyaml", "print a manifest without images"],
    ["kubectl -n e2e create ns e2e -o json --dry-run", "print a manifest without images"],
    ["kubectl create clusterrolebinding b --clusterrole admin --serviceaccount=e2e:default"],
    ["kubectl create namespace e2e"],
    ["kubectl create secret docker-registry s"],
    ["kubectl set env deploy/app IMAGE=app:1"],
    ["kubectl kustomize --output out.yaml", "?kubectl kustomize"],
    ["kubectl version --client"],
    ["kubectl frobnicate app:1", "?kubectl frobnicate"],
  ],
  "helm": [
    ["helm install app ./chart", "helm app ./chart"],
    ["helm upgrade --install app ./chart --set image.tag=1", "helm app ./chart image.tag=1"],
    ["helm upgrade -i app ./chart --set image.repository=r/app,image.tag=${TAG}", "helm app ./chart image.repository=r/app image.tag=${TAG}"],
    ["helm --kube-context kind-e2e -n ns upgrade app ./chart --set=a=b --set c=d", "helm app ./chart a=b c=d at kind-e2e"],
    ["helm --set image.tag=1 upgrade app ./chart", "helm app ./chart image.tag=1"],
    ["helm install --generate-name ./chart --set-string image.tag=1", "helm ? ./chart image.tag=1 (string)"],
    ["helm install -g --set image={a,b},c=d ./chart", "helm ? ./chart image={a,b} c=d"],
    ["helm install app ./chart --set 'list=a\\,b,c=d'", "helm app ./chart list=a\\,b c=d"],
    ["helm install app ./chart --set containers[0].image=app:1", "helm app ./chart containers[0].image=app:1"],
    ["helm install app ./chart --set-literal image=a,b=c", "helm app ./chart image=a,b=c (literal)"],
    [`helm install app ./chart --set-json 'image={"a":1,"b":2},c="x"'`, `helm app ./chart image={"a":1,"b":2} (json) c="x" (json)`],
    [`helm install app ./chart --set-json='{"image":"x"}'`, `helm app ./chart ={"image":"x"} (json)`],
    ["helm install app ./chart --set-file image=tag.txt", "helm app ./chart image=tag.txt (file)"],
    ["helm install app ./chart -f a.yaml --values b.yaml,c.yaml --wait --timeout 5m", "helm app ./chart -f a.yaml -f b.yaml -f c.yaml"],
    ["helm install app oci://r.io/chart --version 1.2.3 --create-namespace", "helm app oci://r.io/chart"],
    ["helm install app ./chart --set ${PAIRS}", "helm app ./chart ${PAIRS}="],
    ["helm install app ./chart ${ARGS}", "helm app ./chart ${ARGS}="],
    ["helm upgrade --install ${ARGS} app ./chart", "helm app ./chart ${ARGS}="],
    ["helm upgrade ${RELEASE} ${CHART}", "helm ${RELEASE} ${CHART}"],
    ["helm package ./chart", "package-chart ./chart"],
    ["helm package a b --version 1.2.3 --app-version=${TAG} -d out", "package-chart a version 1.2.3 appVersion ${TAG}", "package-chart b version 1.2.3 appVersion ${TAG}"],
    ["helm upgrade app ./chart --dry-run"],
    ["helm upgrade app ./chart --dry-run=none --set a=b", "helm app ./chart a=b"],
    ["helm upgrade app ./chart --post-renderer ./kustomize.sh", "?helm upgrade"],
    ["helm template app ./chart --set image.tag=1", "print helm app ./chart image.tag=1"],
    ["helm template app ./chart --output-dir out"],
    ["ct install --charts a,b --helm-extra-set-args '--set=image.tag=1'", "chart-testing a b --set=image.tag=1"],
    ["ct lint --charts a"],
    ["helm repo add bitnami https://charts.bitnami.com/bitnami"],
    ["helm uninstall app"],
    ["helm3 upgrade app ./chart", "helm app ./chart"],
    ["helm install --name app ./chart", "helm app ./chart"],
    ["helm frobnicate app", "?helm frobnicate"],
  ],
  "copies between registries": [
    ["skopeo copy docker-archive:app.tar docker://r.io/app:1", "build r.io/app:1", "push r.io/app:1"],
    ["skopeo copy docker://a:1 docker://r.io/a:1", "tag a:1 -> r.io/a:1", "push r.io/a:1"],
    ["skopeo --insecure-policy copy --all --dest-creds u:p docker-daemon:a:1 docker://r.io/a:1", "tag a:1 -> r.io/a:1", "push r.io/a:1"],
    ["skopeo copy --dest-tls-verify=false containers-storage:a:1 docker-daemon:b:2", "tag a:1 -> b:2"],
    ["skopeo copy docker://r.io/a:1 docker-archive:a.tar:b:2 --additional-tag c:3", "save b:2 c:3 -> a.tar"],
    ["skopeo copy docker://r.io/a:1 dir:out"],
    ["skopeo inspect docker://a:1"],
    ["skopeo sync --src docker --dest docker a b", "?skopeo sync"],
    ["crane copy a:1 b:2", "tag a:1 -> b:2", "push b:2"],
    ["crane cp --platform linux/amd64 a:1 b:2", "tag a:1 -> b:2", "push b:2"],
    ["crane push app.tar r.io/app:1", "push r.io/app:1"],
    ["crane append -b base -f layer.tar -t r.io/app:1", "build r.io/app:1", "push r.io/app:1"],
    ["crane mutate r.io/app:1 --tag r.io/app:2 -e A=b", "build r.io/app:2", "push r.io/app:2"],
    ["crane pull r.io/app:1 app.tar", "save r.io/app:1 -> app.tar"],
    ["crane tag r.io/app:1 latest", "?crane tag"],
    ["crane digest r.io/app:1"],
    ["regctl image copy a:1 b:2", "tag a:1 -> b:2", "push b:2"],
  ],
  "other builders": [
    ["pack build r.io/app:1 --builder b --path .", "build r.io/app:1"],
    ["pack build --publish -t r.io/app:2 r.io/app:1", "build r.io/app:1", "push r.io/app:1", "build r.io/app:2", "push r.io/app:2"],
    ["pack builder create x", "?pack builder create"],
    ["gcloud builds submit --tag gcr.io/p/app:1 .", "build gcr.io/p/app:1", "push gcr.io/p/app:1"],
    ["gcloud --project p builds submit --tag=gcr.io/p/app:1", "build gcr.io/p/app:1", "push gcr.io/p/app:1"],
    ["gcloud builds submit --config cloudbuild.yaml", "?gcloud builds submit"],
    ["gcloud run deploy app --image gcr.io/p/app:1", "deploy gcr.io/p/app:1 [cluster] at another"],
    ["gcloud auth configure-docker"],
    ["buildctl build --frontend dockerfile.v0 --output type=image,name=r.io/app:1,push=true", "build r.io/app:1", "push r.io/app:1"],
    ["az acr build -r registry -t app:1 .", "?az acr build"],
    ["az acr login -n registry"],
    ["skaffold run", "tool skaffold"],
    ["tilt ci", "tool tilt"],
    ["bazel run //:push", "tool bazel //:push"],
    ["task build", "tool task build"],
    ["just build", "tool just build"],
    ["mvn package jib:build", "tool maven"],
    ["./gradlew bootBuildImage", "tool gradle bootBuildImage"],
    ["earthly +image", "?earthly"],
    ["werf build", "?werf"],
  ],
  "wrappers": [
    ["sudo docker build -t app .", "words docker build -t app ."],
    ["sudo -E -u root PATH=/bin docker build -t app .", "words docker build -t app ."],
    ["sudo --user=root -- docker push app", "words docker push app"],
    ["sudo --new-flag docker push app", "?sudo"],
    ["env -i A=b C=${D} docker build -t app .", "words docker build -t app ."],
    ["env -S 'docker build -t app .'", "script docker build -t app ."],
    ["env"],
    ["time -p docker build -t app .", "words docker build -t app ."],
    ["timeout -k 5 --signal=KILL 60s kubectl apply -f x.yaml", "words kubectl apply -f x.yaml"],
    ["nice -n 10 docker build .", "words docker build ."],
    ["nice -19 docker build .", "words docker build ."],
    ["nohup docker run app", "words docker run app"],
    ["npx -y --package kind kind load docker-image app", "words kind load docker-image app"],
    ["npx -c 'docker build -t app .'", "script docker build -t app ."],
    ["npm exec -- kind load docker-image app", "words kind load docker-image app"],
    ["pnpm --filter e2e exec docker build -t app .", "words docker build -t app ."],
    ["yarn exec docker push app", "words docker push app"],
    ["bunx docker push app", "words docker push app"],
    ["cross-env A=b docker push app", "words docker push app"],
    ["aws-vault exec profile -- kubectl apply -f x.yaml", "words kubectl apply -f x.yaml"],
    ["poetry run kubectl exec app -- ls", "words kubectl exec app -- ls"],
    ["sh -c 'docker build -t app .'", "script docker build -t app ."],
    ["bash -lc ${SCRIPT}", "script ${SCRIPT}"],
    ["/bin/bash -euo pipefail -c 'docker push app' name", "script docker push app"],
    ["bash -c -x 'docker push app'", "script docker push app"],
    ["zsh --login -c 'docker push app'", "script docker push app"],
    ["bash scripts/build.sh app:1", "run scripts/build.sh app:1"],
    ["bash -s", "script of the input"],
    ["eval 'docker push app'", "script docker push app"],
    ["eval docker push ${IMAGE}", "words docker push ${IMAGE}"],
    ["eval docker push app ';' ls", "?eval"],
    ["command docker push app", "words docker push app"],
    ["command -v docker"],
    ["exec docker run app", "words docker run app"],
    ["exec"],
    ["xargs docker push", "?xargs"],
    ["ssh host docker build -t app .", "?ssh"],
    ["A=b C=d"],
  ],
  "programs in variables": [
    ["${CONTAINER_TOOL} build -t app .", "build app"],
    ["${CONTAINER_TOOL} build --platform x --tag=${IMG} .", "build ${IMG}"],
    ["${CONTAINER_TOOL} buildx build --push -t app .", "build app", "push app"],
    ["${CONTAINER_TOOL} push app", "push app"],
    ["${CONTAINER_TOOL} tag a b", "tag a -> b"],
    ["${CONTAINER_TOOL} save a -o a.tar", "save a -> a.tar"],
    ["${CONTAINER_TOOL} load -i a.tar", "unpack a.tar"],
    ["${KIND} load docker-image app --name e2e", "load app -> kind e2e"],
    ["${KUBECTL} apply -f x.yaml", "apply file x.yaml"],
    ["${KUBECTL} -n ns set image deploy/app app=app:1", "deploy app:1 [cluster]"],
    ["${KUBECTL} run app --image app:1", "deploy app:1 [cluster]"],
    ["${HELM} upgrade --install app ./chart --set a=b", "helm app ./chart a=b"],
    ["${K3D} image import app -c e2e", "load app -> k3d e2e"],
    ["${MINIKUBE} image load app", "load app -> minikube"],
    ["${COMPOSE} -f a.yml up -d", "compose a.yml up, builds"],
    ["${BIN}/kubectl apply -f x.yaml", "apply file x.yaml"],
    ["${SUDO} docker build -t app .", "words docker build -t app ."],
    ["${GO} build -tags e2e -o bin/x .", "?<unknown>"],
    ["${GIT} push origin main", "?<unknown>"],
    ["${GIT} tag -a v1 -m text", "?<unknown>"],
    ["${NPM} run build", "?<unknown>"],
    ["${NPM} install left pad", "?<unknown>"],
    ["${COMMAND}", "?<unknown>"],
    ["${COMMAND} app:1", "?<unknown>"],
    ["${PREFIX}docker build -t app .", "?<unknown>docker"],
  ],
  "printing": [
    ["echo -n hello ${NAME}", "print words hello ${NAME}"],
    ["echo -nE -x", "print words -x"],
    ["echo", "print words"],
    ["printf '%s:%s' a ${TAG}", "print words a ${TAG} format %s:%s"],
    ["printf -- -n", "print words format -n"],
    ["printf -v NAME %s a", "?printf"],
    ["cat a.yaml b.yaml", "print files a.yaml b.yaml"],
    ["cat -n a.yaml -", "print files a.yaml -"],
    ["cat", "print input"],
    ["tee -a out.yaml", "print input to out.yaml"],
    ["gzip -c", "print input"],
    ["gzip app.tar"],
    ["gzip -dc app.tar.gz", "print files app.tar.gz"],
  ],
  "results": [
    ["uuidgen", "fresh uuidgen"],
    ["uuidgen --sha1 -n @dns -N app", "stable uuidgen"],
    ["openssl rand -hex 4", "fresh openssl rand"],
    ["openssl req -new"],
    ["mktemp -d", "fresh mktemp"],
    ["head -c 8 /dev/urandom", "fresh head"],
    ["head -n 1 file", "a small tool"],
    ["date", "fresh date"],
    ["date +%s", "fresh date"],
    ["date -u +%Y%m%d%H%M%S", "fresh date"],
    ["date +%s%3N", "fresh date"],
    ["date +%Y%m%d", "stable date"],
    ["date -u -I", "stable date"],
    ["date -Iseconds", "fresh date"],
    ["date --rfc-3339=ns", "fresh date"],
    ["date +%H%M"],
    ["date +${FORMAT}"],
    ["date -d @0 +%s"],
    ["date -r file +%s"],
    ["git rev-parse --short HEAD", "stable git rev-parse"],
    ["git -C dir describe --tags --always", "stable git describe"],
    ["git log -1 --format=%h", "stable git log"],
    ["git push origin main"],
    ["git tag v1", "stable git tag"],
    ["basename app.tar .tar", "a small tool"],
  ],
  "everyday commands": [
    ["mkdir -p out"],
    ["rm -f app.tar"],
    ["cp a.yaml b.yaml", "copy a.yaml -> b.yaml"],
    ["[ -z app:1 ]"],
    ["test -n app:1"],
    ["true"],
    ["grep -q app:1 file"],
    ["sleep 5"],
    ["cd dir"],
    ["curl -sSfLo f https://example.org/f", "what is fetched"],
    [`curl -sd '{"image":"app:1"}' https://example.org`, `escape {"image":"app:1"} https://example.org`],
    ["curl -X POST --json @body https://example.org", "escape POST @body https://example.org"],
    ["wget -q https://example.org/f", "what is fetched"],
    ["npm ci"],
    ["npm --prefix web install"],
    ["npm run build", "tool package npm build"],
    ["npm test", "tool package npm test"],
    ["yarn"],
    ["yarn install --frozen-lockfile"],
    ["yarn e2e", "tool package yarn e2e"],
    ["go build -o bin/x ./cmd/x"],
    ["go test ./...", "?go test"],
    ["cargo build --release"],
    ["cargo run", "?cargo run"],
    ["aws ecr get-login-password --region eu-west-1"],
    ["aws --profile p ecs update-service --cluster c", "?aws ecs"],
    ["trivy image app:1"],
    ["make docker-build IMG=app:1", "make docker-build IMG=app:1"],
    ["make -j 4 -s docker-build IMG=app:1", "make docker-build IMG=app:1"],
    ["make -n deploy"],
    ["make -C operator -j4 docker-build docker-push IMG=${IMAGE} VERSION:=1", "make docker-build docker-push IMG=${IMAGE} VERSION=1 in operator"],
    ["make", "make"],
    ["./scripts/build.sh app:1", "?./scripts/build.sh"],
    ["./test app:1", "?./test"],
    ["/usr/bin/test -f x"],
    ["awk '{print $1}' x.yaml", "?awk"],
    ["go run ./cmd/kind load docker-image app", "?go run"],
    ["go run example.com/tools/build app:1", "words example.com/tools/build app:1"],
    ["ginkgo -v ./test/e2e", "?ginkgo"],
    ["python3 -m pytest", "?python3"],
    ["kustomize build overlays/e2e", "kustomize overlays/e2e"],
    ["python build.py", "?python"],
    ["source env.sh", "?source"],
    ["my-build app:1", "?my-build"],
    [""],
  ],
};

describe.each(Object.entries(tables))("%s", (_, rows) => {
  it.each(rows.map(([line, ...effects]) => ({ line, effects })))("$line", ({ line, effects }) => {
    expect(readPerson(line)).toEqual(effects);
  });
});

describe("the name of an effect", () => {
  it.each([
    ["docker build -t app .", "docker build -t"],
    ["docker -D image build --tag=app .", "docker image build -t"],
    ["docker buildx build --output type=image,name=app .", "docker buildx build --output"],
    ["/opt/bin/podman-remote push app", "podman-remote push"],
    ["kind-v0.20 load docker-image app", "kind load docker-image"],
    ["kubectl -n ns set image deploy/app app=app", "kubectl set image"],
    ["kubectl create deploy app --image app", "kubectl create deploy --image"],
    ["kubectl apply -k dir", "kubectl apply -k"],
    ["helm3 upgrade app chart", "helm3 upgrade"],
    ["${TOOL} build -t app .", "build -t"],
  ])("%s is %s", (line, name) => {
    const { words } = split(line);
    const reading = readCommand(words);
    expect(reading.known && named(reading.effects).map(effect => "how" in effect && effect.how)).toEqual([name]);
  });
});

describe("what a build is built from", () => {
  it.each([
    ["docker build .", { context: ".", file: undefined, isOpen: false }],
    ["docker build -t app -f docker/Dockerfile.dev --target run src", { context: "src", file: "docker/Dockerfile.dev", target: "run" }],
    ["docker build -t app --build-arg BASE=a/b:1 --build-arg VERSION .", { buildArgs: ["BASE=a/b:1", "VERSION"] }],
    ["docker buildx build --build-context base=docker-image://a/b:1 -t app .", { buildContexts: ["base=docker-image://a/b:1"] }],
    ["podman build --build-arg-file args -t app .", { isOpen: true }],
    ["docker build ${ARGS} -t app .", { context: ".", isOpen: true }],
    ["docker build -t app ${CONTEXT}", { context: "\uE000", isOpen: false }],
    ["docker build -", { context: "-" }],
  ])("%s", (line, expected) => {
    const { words } = split(line);
    const reading = readCommand(words);
    const effect = reading.known ? reading.effects.find(({ kind }) => kind === "build-dockerfile") : undefined;
    const text = (slice: Slice | undefined): string | undefined => (slice === undefined ? undefined : words[slice.word]?.slice(slice.start, slice.end));
    const pairs = (list: readonly BuildArgument[]): readonly string[] => list.map(({ name, value }) => (value === undefined ? name : `${name}=${text(value) ?? ""}`));
    expect(effect?.kind === "build-dockerfile" && { ...effect, context: text(effect.context), file: text(effect.file), target: text(effect.target), buildArgs: pairs(effect.buildArgs), buildContexts: pairs(effect.buildContexts) }).toMatchObject(expected);
  });
});

describe("slices", () => {
  it("point at the reference inside its word", () => {
    expect(readCommand(["docker", "build", "--tag=app:1", "."])).toMatchObject({ effects: [{ kind: "build-dockerfile", context: { word: 3 } }, { reference: { word: 2, start: 6, end: 11 } }] });
    expect(readCommand(["docker", "build", "-tapp:1", "."])).toMatchObject({ effects: [{ kind: "build-dockerfile" }, { reference: { word: 2, start: 2, end: 7 } }] });
    expect(readCommand(["kubectl", "set", "image", "deploy/x", "c=app:1"])).toMatchObject({ effects: [{ reference: { word: 4, start: 2, end: 7 } }] });
    expect(readCommand(["skopeo", "copy", "dir:x", "docker://a/b:1"])).toMatchObject({ effects: [{ reference: { word: 3, start: 9, end: 14 } }, {}] });
  });
});

describe("any words", () => {
  const vocabulary = [
    ..."docker podman buildah nerdctl kind minikube k3d kubectl helm skopeo crane ctr crictl sudo env sh npx eval date echo gcloud pack make sed yq tkn ko go".split(" "),
    ..."build push tag save load run create image compose up exec apply set install upgrade import copy images docker-image submit delete deployment configmap pull bundle edit".split(" "),
    ..."-t -f -it -tx --tag --tag=a --set --set=a=b,c --image --name=c --output -o -c -- - a:1 b/c:2 x.tar c=d:1 deploy/a a,b x.io/y@z -i --dry-run=client -oyaml docker://a:1 \uE000 a\uE001".split(" "),
  ];

  it("are read without a failure, into slices that lie in their words", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...vocabulary), fc.string()), { maxLength: 12 }), words => {
        const reading = readCommand(words);
        const ranges = reading.known ? slicesIn(reading.effects) : [];
        expect(ranges.filter(({ word, start, end }) => !(start >= 0 && start <= end && end <= (words[word] ?? "").length))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });
});

// What is not linear takes minutes here; what is takes part of a second, however busy the machine is.
describe("time", () => {
  it.each([
    ["many words", ["docker", "build", ...Array<string>(200_000).fill("-t"), "."]],
    ["many hidden words", ["docker", ...Array<string>(200_000).fill("\uE000"), "build"]],
    ["many options before a subcommand", ["docker", ...Array<string>(200_000).fill("--unknown"), "build"]],
    ["a long cluster", ["docker", "run", `-${"i".repeat(200_000)}`, "app"]],
    ["many pairs", ["helm", "install", "a", "b", "--set", "a=b,".repeat(100_000)]],
    ["a long name", [`${"a-".repeat(200_000)}b`]],
    ["a long format", ["date", `+${"%-".repeat(200_000)}`]],
    ["many kinds and names", ["kubectl", "delete", "a,".repeat(50_000), ...Array<string>(50_000).fill("b")]],
    ["many targets", ["make", ...Array<string>(100_000).fill("a"), ...Array<string>(100_000).fill("B=c")]],
    ["many colons", ["docker", "run", "\uE000", "a:/".repeat(200_000)]],
  ])("stays linear for %s", (_, words) => {
    const start = performance.now();
    readCommand(words);
    expect(performance.now() - start).toBeLessThan(20_000);
  }, 60_000);
});

/** What a build is built from has examples of its own. */
function named(effects: readonly CommandEffect[]): readonly CommandEffect[] {
  return effects.filter(({ kind }) => kind !== "build-dockerfile");
}

function slicesIn(value: unknown): readonly Slice[] {
  if (typeof value !== "object" || value === null) return [];
  return isSlice(value) ? [value] : Object.values(value).flatMap(slicesIn);
}

function isSlice(value: object): value is Slice {
  return "word" in value && "start" in value && "end" in value;
}

// ------------------------------------------------------------------------------------------------- reading as a person

function readPerson(line: string): readonly string[] {
  const { words, names } = split(line);
  const reading = readCommand(words);
  const show = (text: string): string => text.replace(/[\uE000-\uF8FF]/g, hole => `\${${names[hole.charCodeAt(0) - 0xe000] ?? ""}}`);
  return reading.known ? named(reading.effects).map(effect => show(describeEffect(words, effect))) : [`?${reading.name}`];
}

/** Splits a line at spaces, with plain and quoted words and `${NAME}` as a hole. */
function split(line: string): { readonly words: readonly string[]; readonly names: readonly string[] } {
  const names: string[] = [];
  const holes = line.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name);
    return String.fromCharCode(0xe000 + names.indexOf(name));
  });
  const words = [...holes.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ""));
  return { words, names };
}

function describeEffect(words: readonly string[], effect: CommandEffect): string {
  const text = (slice: Slice): string => (words[slice.word] ?? "").slice(slice.start, slice.end);
  const texts = (slices: readonly Slice[]): string => slices.map(text).join(" ");
  const join = (...parts: readonly (string | undefined)[]): string => parts.filter(part => part !== undefined && part !== "").join(" ");
  const cluster = ({ tool, name }: { readonly tool: string; readonly name: ClusterName }): string => `${tool} ${typeof name === "string" ? `(${name})` : text(name)}`;
  const at = "connection" in effect && effect.connection !== undefined ? (effect.connection === "elsewhere" ? "at another" : join(effect.connection.context && `at ${text(effect.connection.context)}`, effect.connection.kubeconfig && `by ${text(effect.connection.kubeconfig)}`)) : undefined;
  const engine = "engine" in effect && effect.engine !== undefined ? `[${effect.engine}]` : undefined;
  switch (effect.kind) {
    case "fetched":
      return "what is fetched";
    case "script-input":
      return "script of the input";
    case "build-dockerfile":
      return effect.how;
    case "build":
    case "push":
      return join(effect.kind, text(effect.reference), engine);
    case "pull":
      return join("pull", text(effect.reference));
    case "load":
      return join("load", text(effect.reference), "->", effect.tool, effect.cluster && text(effect.cluster));
    case "tag":
      return join("tag", text(effect.source), "->", text(effect.target), engine);
    case "save":
      return join("save", texts(effect.references), "->", effect.archive ? text(effect.archive) : "standard output", engine);
    case "load-archive":
      return join("unpack", effect.archive ? text(effect.archive) : "standard input", effect.tool && `-> ${effect.tool}`, effect.cluster && text(effect.cluster), engine);
    case "deploy":
      return join("deploy", text(effect.reference), effect.runtime === "cluster" ? "[cluster]" : engine, effect.policy && text(effect.policy), at);
    case "apply":
      return join("apply", effect.form, effect.manifest ? text(effect.manifest) : "standard input", at);
    case "helm": {
      const values = effect.values.map(({ key, value, form }) => `${text(key)}=${text(value)}${form === "text" ? "" : ` (${form})`}`);
      return join(effect.prints ? "print" : "", "helm", effect.release ? text(effect.release) : "?", effect.chart && text(effect.chart), ...values, ...effect.files.map(file => `-f ${text(file)}`), at);
    }
    case "package-chart":
      return join("package-chart", text(effect.chart), effect.version === undefined ? undefined : `version ${text(effect.version)}`, effect.appVersion === undefined ? undefined : `appVersion ${text(effect.appVersion)}`);
    case "chart-testing":
      return join("chart-testing", texts(effect.charts), texts(effect.folders), texts(effect.arguments));
    case "delete":
      return join("delete", effect.object.kind, text(effect.object.name), effect.object.namespace && `in ${text(effect.object.namespace)}`);
    case "delete-manifest":
      return join("delete", effect.manifest ? text(effect.manifest) : "standard input");
    case "tool":
      return join("tool", effect.call.tool, ...Object.values(effect.call).slice(1).flatMap((value: unknown) => shownPart(value, text)));
    case "remove":
      return join("remove", text(effect.reference));
    case "bake":
      return join("bake", texts(effect.files), effect.targets.length > 0 ? `(${texts(effect.targets)})` : undefined, ...effect.overrides.map(({ key, value }) => `${text(key)}=${text(value)}`), effect.pushes ? "pushes" : undefined);
    case "compose": {
      const actions = [effect.starts && "up", effect.builds && "builds", effect.pushes && "pushes", effect.pulls && "pulls"].filter(action => action !== false);
      return join("compose", texts(effect.files), effect.services.length > 0 ? `(${texts(effect.services)})` : undefined, actions.join(", "));
    }
    case "build-unnamed":
      return "build a name of its own";
    case "make":
      return join("make", texts(effect.targets), ...effect.variables.map(({ name, value }) => `${name}=${text(value)}`), effect.folder && `in ${text(effect.folder)}`);
    case "jq":
      return join("jq", text(effect.filter), texts(effect.files), effect.isRaw ? "raw" : undefined, effect.isJoined ? "joined" : undefined, effect.isCompact ? "compact" : undefined);
    case "transform":
      return join("transform", texts(effect.files));
    case "words":
      return join("words", ...words.slice(effect.from), effect.cluster && (effect.cluster === "elsewhere" ? "elsewhere" : `in ${cluster(effect.cluster)}`));
    case "create-cluster":
      return join("cluster", cluster(effect), effect.config && `of ${text(effect.config)}`, effect.kubeconfig && `in ${text(effect.kubeconfig)}`, effect.isChosen ? undefined : "beside");
    case "delete-cluster":
      return join("delete cluster", cluster(effect));
    case "use-cluster":
      return join("use cluster", cluster(effect), effect.kubeconfig && `in ${text(effect.kubeconfig)}`, effect.becomesDefault ? "from now on" : undefined);
    case "share-engine":
      return join("builds in", effect.tool);
    case "use-context":
      return join("use context", effect.context ? text(effect.context) : "?", effect.kubeconfig && `in ${text(effect.kubeconfig)}`);
    case "print-kubeconfig":
      return join("print kubeconfig", effect.form, "of", cluster(effect));
    case "script":
      return join("script", text(effect.script));
    case "script-file":
      return join("run", text(effect.script), ...words.slice(effect.from));
    case "sed":
      return join(effect.isPerl ? "perl" : "sed", texts(effect.scripts), effect.isExtended ? "extended" : undefined, effect.isQuiet ? "quiet" : undefined, effect.files.length > 0 ? `${effect.isInPlace ? "changes" : "of"} ${texts(effect.files)}` : undefined);
    case "envsubst":
      return join("envsubst", effect.only && text(effect.only));
    case "yq":
      return join("yq", text(effect.expression), effect.files.length > 0 ? `${effect.isInPlace ? "changes" : "of"} ${texts(effect.files)}` : undefined);
    case "kustomize-build":
      return join("kustomize", effect.folder && text(effect.folder));
    case "kustomize-edit":
      return join("edit", texts(effect.words));
    case "copy":
      return join("copy", texts(effect.from), "->", text(effect.to));
    case "text-tool":
      return "a small tool";
    case "project-folder":
      return "the project's folder";
    case "escape":
      return join("escape", texts(effect.words));
    case "print":
      return join("print", effect.from, texts(effect.words), effect.format && `format ${text(effect.format)}`, texts(effect.files), effect.to.length > 0 ? `to ${texts(effect.to)}` : undefined);
    case "manifest":
      return effect.object === undefined ? "print a manifest without images" : join("print", effect.object.kind, `${text(effect.object.name)}:`, texts(effect.images));
    case "fresh":
    case "stable":
      return join(effect.kind, effect.what);
  }
}

/** Slices as their texts, and what else a call says as it is. */
function shownPart(value: unknown, text: (slice: Slice) => string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => shownPart(one, text));
  if (typeof value === "object" && value !== null && "word" in value) return [text(value as Slice)];
  return typeof value === "string" ? [value] : [];
}
