import { describe, expect, it } from "vitest";
import { imageMentions, isSourceFile, languageOf, mentionsImages } from "../src/project/prefilter.js";

describe("mentionsImages", () => {
  it.each([
    'await execa("docker", ["build", "-t", image, "."]);',
    "await $`docker build -t ${image} .`;",
    "exec(`sudo podman --remote build -t ${image} .`);",
    "exec(`docker ${options} push ${image}`);",
    'exec("docker " + words.join(" "));',
    "exec('docker \\\n  build -t app .');",
    "spawnSync('C:\\\\tools\\\\docker.exe', words);",
    "const engine = process.env.ENGINE ?? 'nerdctl';",
    "const helmPath = './helm';",
    "exec(`./kind load docker-image ${image}`);",
    "exec(`bin/kubectl-v1.30 apply -f ${file}`);",
    "exec(`./helm-${version} upgrade shop ./chart`);",
    "exec(`${engine} build -t ${tag} .`);",
    'await execa(engine, ["build", "-t", tag, "."]);',
    'await run([engine, "push", tag]);',
    "exec(`gcloud builds submit --tag ${tag}`);",
    'await run("kind", ["load", "image-archive", archive]);',
    "exec(`minikube image load ${image}`);",
    "exec(`k3d image import ${image} -c e2e`);",
    "exec(`kubectl -n shop apply -f ${file}`);",
    "exec(`kubectl set image deployment/shop shop=${reference}`);",
    "exec(`helm upgrade --install shop ./chart --set tag=${tag}`);",
    "exec(`skopeo copy docker-archive:a.tar ${target}`);",
    "exec('docker-compose up -d');",
    "const pod = { containers: [{ name, image }] };",
    'const pod = { "image": reference };',
    "const manifest = `\n  containers:\n  - name: shop\n    image: ${reference}\n`;",
    'const text = "{\\"image\\": \\"localhost/shop:1\\"}";',
    "container.image = reference;",
    "container['image'] ??= reference;",
    "await docker.createContainer({ Image: reference });",
    "await docker.buildImage(archive, { t });",
    "await docker.getImage(reference).tag({ repo, tag });",
    "import Dockerode from 'dockerode';",
    'import { PostgreSqlContainer } from "@testcontainers/postgresql"; import "testcontainers";',
    "const started = await new GenericContainer(reference).start();",
    "await core.createNamespacedPod(namespace, pod);",
    "await buildAndLoadImageToKind(config, writer);",
  ])("sees a site in %s", (text) => {
    expect(mentionsImages(text)).toBe(true);
  });

  it.each([
    'import { readFile } from "node:fs/promises";',
    'type Shape = { kind: "circle" } | { kind: "square" };',
    "switch (node.kind) { case 'load': break; }",
    "await execa('npm', ['run', 'build']);",
    "const text = `${count} images and ${name} loads`;",
    "const imageName = names[0]; const { imageTag } = options;",
    "// The image is drawn on the canvas.\nconst images = [];",
    "if (file.image === undefined) return;",
    "const onImage = (image) => image.width;",
    "/** See the docker documentation. */",
    "const url = 'https://docs.docker.com/reference';",
    "const folder = './docker-files/a';",
  ])("sees none in %s", (text) => {
    expect(mentionsImages(text)).toBe(false);
  });

  it("takes time linear in the text", () => {
    const time = (text: string): number => {
      const start = performance.now();
      mentionsImages(text);
      return performance.now() - start;
    };
    const hostile = (length: number): string => ["docker ", "image ", "buildbuildbuild", "kind\n\n\n\n", "kubectl\t"].map((word) => word.repeat(length / word.length)).join("");
    time(hostile(10_000));
    expect(time(hostile(1_000_000))).toBeLessThan(1000);
  });
});

describe("imageMentions", () => {
  it("looks for the kinds of objects that the configuration names, as manifests and object literals write them", () => {
    const mentions = imageMentions({ manifestPaths: [{ kind: "Shop", path: "spec.picture" }] });
    for (const text of ["`\nkind: Shop\n`", "({ kind: 'Shop' })", '({ "kind": "Shop" })', '"{\\"kind\\":\\"Shop\\"}"']) expect(mentions("a.ts", text)).toBe(true);
    for (const text of ["({ kind: 'Shopping' })", "const Shop = 1;", "({ picture })"]) expect(mentions("a.ts", text)).toBe(false);
  });

  it("looks for the functions that the configuration names", () => {
    const mentions = imageMentions({ producers: ["makeIt"], generators: [{ name: "Names.next$" }], consumers: [{ name: "runIt", module: "runner" }] });
    expect(mentions("a.ts", "await makeIt();")).toBe(true);
    expect(mentions("a.ts", "const name = new Names().next$ ();")).toBe(true);
    expect(mentions("a.ts", 'import { runIt as go } from "runner";')).toBe(true);
    expect(mentions("a.ts", "await remakeIt(next);")).toBe(false);
  });

  it("looks only into files of a language that is analysed", () => {
    const mentions = imageMentions({ producers: ["makeIt"] });
    expect(mentions("README.md", "docker build -t app .")).toBe(false);
    expect(mentions("README.md", "makeIt()")).toBe(false);
  });
});

describe("languageOf", () => {
  it.each(["a.ts", "a.tsx", "a.mts", "a.cts", "a.js", "a.jsx", "a.mjs", "a.cjs", "deep/a.test.ts"])("knows %s", (file) => {
    expect(languageOf(file)).toBe("typescript");
    expect(isSourceFile(file)).toBe(true);
  });

  it.each(["a.json", "a.ts.snap", "ts", "folder.ts/README", "a.go"])("does not know %s", (file) => {
    expect(languageOf(file)).toBeUndefined();
    expect(isSourceFile(file)).toBe(false);
  });
});
