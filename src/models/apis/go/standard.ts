import type { ApiEffect, ApiRow } from "../row.js";

const rows = (effect: ApiEffect, paths: readonly string[]): readonly ApiRow[] => paths.map((path) => ({ path: `go:${path}`, effect }));
const members = (path: string, names: readonly string[]): readonly string[] => names.map((name) => `${path}${name}`);

const levels = ["Trace", "Debug", "Info", "Notice", "Warn", "Warning", "Error", "Print", "Log"];
const printing = levels.flatMap((level) => [level, `${level}f`, `${level}ln`, `${level}w`, `${level}s`, `${level}Context`]);
const ending = ["Fatal", "Panic", "Exit", "DPanic"].flatMap((level) => [level, `${level}f`, `${level}ln`, `${level}w`]);

/** Packages whose functions write logs, and the types of their loggers. */
const loggers = ["log.", "log.Logger#", "log/slog.", "log/slog.Logger#", "github.com/sirupsen/logrus.", "github.com/sirupsen/logrus.Logger#", "github.com/sirupsen/logrus.Entry#", "go.uber.org/zap.Logger#", "go.uber.org/zap.SugaredLogger#", "k8s.io/klog.", "k8s.io/klog.Verbose#", "github.com/go-logr/logr.Logger#", "sigs.k8s.io/controller-runtime/pkg/log.Log#", "sigs.k8s.io/controller-runtime.Log.", "github.com/golang/glog.", "github.com/rs/zerolog.Event#", "github.com/charmbracelet/log.", "github.com/charmbracelet/log.Logger#", "github.com/fatih/color."];

/** What Go's standard library and the libraries beside it do with values, as far as a row says it. */
export const goStandardRows: readonly ApiRow[] = [
  ...rows({ kind: "log" }, ["fmt.Print", "fmt.Printf", "fmt.Println", ...loggers.flatMap((logger) => members(logger, printing))]),
  ...rows({ kind: "end" }, ["os.Exit", "runtime.Goexit", ...loggers.flatMap((logger) => members(logger, ending))]),
  // What makes or changes a logger gives one.
  ...rows({ kind: "make", type: "go:github.com/go-logr/logr.Logger" }, ["sigs.k8s.io/controller-runtime/pkg/log.FromContext", "sigs.k8s.io/controller-runtime/pkg/log/zap.New", "github.com/go-logr/logr.Discard", "github.com/go-logr/logr.FromContextOrDiscard", "github.com/go-logr/zapr.NewLogger", "k8s.io/klog.Background", "k8s.io/klog.FromContext", "github.com/go-logr/logr/testr.New", "github.com/go-logr/stdr.New", "k8s.io/klog.NewKlogr"]),
  ...rows({ kind: "make", type: "go:go.uber.org/zap.Logger" }, ["go.uber.org/zap.NewNop", "go.uber.org/zap.L", "go.uber.org/zap.Must"]),
  ...rows({ kind: "make", type: "go:go.uber.org/zap.SugaredLogger" }, ["go.uber.org/zap.Logger#Sugar", "go.uber.org/zap.S"]),
  ...rows({ kind: "results", of: { kind: "make", type: "go:go.uber.org/zap.Logger" }, gives: "value and error" }, ["go.uber.org/zap.NewProduction", "go.uber.org/zap.NewDevelopment", "go.uber.org/zap.NewExample"]),
  ...rows({ kind: "make", type: "go:log/slog.Logger" }, ["log/slog.New", "log/slog.Default"]),
  ...rows({ kind: "make", type: "go:log.Logger" }, ["log.New", "log.Default"]),
  ...rows({ kind: "chain" }, ["github.com/go-logr/logr.Logger#*", "go.uber.org/zap.Logger#*", "go.uber.org/zap.SugaredLogger#*", "log/slog.Logger#*", "github.com/sirupsen/logrus.Entry#*", "github.com/rs/zerolog.Event#*"]),
  ...rows({ kind: "log" }, ["go.uber.org/zap.*", "log/slog.*", "github.com/rs/zerolog/log.*"]),
  ...rows({ kind: "make", type: "go:github.com/sirupsen/logrus.Entry" }, ["github.com/sirupsen/logrus.WithField", "github.com/sirupsen/logrus.WithFields", "github.com/sirupsen/logrus.WithError", "github.com/sirupsen/logrus.Logger#WithField", "github.com/sirupsen/logrus.Logger#WithFields"]),
  ...rows({ kind: "make", type: "go:github.com/sirupsen/logrus.Logger" }, ["github.com/sirupsen/logrus.New", "github.com/sirupsen/logrus.StandardLogger"]),

  ...rows({ kind: "join-path", isResolved: false }, ["path.Join", "path/filepath.Join", "path.Clean", "path/filepath.Clean"]),
  ...rows({ kind: "base-name" }, ["path.Base", "path/filepath.Base"]),
  ...rows({ kind: "folder-name" }, ["path.Dir", "path/filepath.Dir"]),
  // The argument itself, in another type.
  ...rows({ kind: "same" }, [
    "path/filepath.FromSlash", "path/filepath.ToSlash", "encoding/json.RawMessage", "encoding/json.Number", "html/template.HTML", "html/template.JS", "text/template.HTMLEscapeString",
    "k8s.io/api/core.PullPolicy", "k8s.io/api/core.RestartPolicy", "k8s.io/api/core.Protocol", "k8s.io/api/core.ServiceType", "k8s.io/api/core.ResourceName", "k8s.io/apimachinery/pkg/types.UID", "k8s.io/apimachinery/pkg/types.NamespacedName",
    "k8s.io/utils/ptr.To", "k8s.io/utils/ptr.Deref", "k8s.io/utils/pointer.String", "k8s.io/utils/pointer.StringPtr", "k8s.io/utils/pointer.To", "github.com/aws/aws-sdk-go/aws.String", "github.com/aws/aws-sdk-go-v2/aws.String",
    "github.com/MakeNowJust/heredoc.Doc", "github.com/lithammer/dedent.Dedent", "github.com/google/go-containerregistry/pkg/name.MustParseReference", "strings.Lines",
  ]),
  ...rows({ kind: "make-function", path: "go:fmt.Sprintf" }, ["github.com/MakeNowJust/heredoc.Docf()"]),
  ...rows({ kind: "results", of: { kind: "same" }, gives: "value and error" }, ["net/url.Parse", "net/url.PathUnescape", "net/url.QueryUnescape", "github.com/distribution/reference.ParseNormalizedNamed", "github.com/distribution/reference.Parse", "github.com/google/go-containerregistry/pkg/name.ParseReference", "github.com/google/go-containerregistry/pkg/name.NewTag"]),

  // Neither makes nor runs images.
  ...rows({ kind: "harmless" }, [
    "fmt.Sscanf", "fmt.Sscan", "fmt.Sscanln", "fmt.Fscan", "fmt.Fscanf", "fmt.Scan", "fmt.Scanln", "time.*", "time.Time#*", "time.Timer#*", "time.Ticker#*", "math.*", "math/big.*", "math/rand.Seed", "math/rand.NewSource", "math/rand.*", "unicode.*", "sort.*", "reflect.*", "runtime.*", "runtime/debug.*", "errors.*", "io.*", "bufio.*", "io/fs.*", "bytes.*", "strings.*", "strconv.*", "regexp.*", "encoding/*", "crypto/*", "hash/*", "compress/*", "archive/*", "context.*", "sync.*", "sync/atomic.*", "flag.*", "os.*", "os/signal.*", "os/user.*", "os/exec.*", "syscall.*", "path.*", "path/filepath.*",
    "net.*", "net/http.*", "net/http/httptest.*", "net/url.*", "net/netip.*", "database/sql.*", "embed.*", "text/tabwriter.*", "container/*", "slices.*", "maps.*", "cmp.*", "iter.*", "unsafe.*", "testing.*", "testing/*",
    "github.com/google/go-cmp/*", "github.com/prometheus/*", "github.com/davecgh/go-spew/*", "github.com/joho/godotenv.*", "golang.org/x/*", "github.com/jackc/*", "github.com/lib/pq.*", "github.com/redis/go-redis.*", "github.com/go-redis/redis.*", "go.mongodb.org/mongo-driver/*", "github.com/gin-gonic/gin.*", "google.golang.org/grpc*", "go.opentelemetry.io/*", "github.com/hashicorp/go-multierror.*", "go.uber.org/multierr.*", "k8s.io/apimachinery/pkg/util/*", "github.com/cenkalti/backoff.*",
  ]),
  ...rows({ kind: "call", callback: 0, given: [] }, ["github.com/cenkalti/backoff.Retry", "github.com/avast/retry-go.Do"]),
  ...rows({ kind: "call", callback: 1, given: [], gives: "error" }, ["k8s.io/client-go/util/retry.RetryOnConflict"]),
  ...rows({ kind: "call", callback: 2, given: [], gives: "error" }, ["k8s.io/client-go/util/retry.OnError", "k8s.io/apimachinery/pkg/util/wait.Poll", "k8s.io/apimachinery/pkg/util/wait.PollImmediate"]),
  ...rows({ kind: "call", callback: 3, given: ["0"], gives: "error" }, ["k8s.io/apimachinery/pkg/util/wait.PollWithContext", "k8s.io/apimachinery/pkg/util/wait.PollImmediateWithContext"]),
  ...rows({ kind: "call", callback: 4, given: ["0"], gives: "error" }, ["k8s.io/apimachinery/pkg/util/wait.PollUntilContextTimeout"]),
  ...rows({ kind: "call", callback: 3, given: ["0"], gives: "error" }, ["k8s.io/apimachinery/pkg/util/wait.PollUntilContextCancel"]),
];
