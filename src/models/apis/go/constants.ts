/** Constants of Go's libraries, as far as images, policies and texts are made of them. */
const constants: Readonly<Record<string, string | number | boolean>> = {
  // https://pkg.go.dev/k8s.io/api/core/v1#PullPolicy
  "k8s.io/api/core.PullAlways": "Always",
  "k8s.io/api/core.PullNever": "Never",
  "k8s.io/api/core.PullIfNotPresent": "IfNotPresent",
  "k8s.io/api/core.RestartPolicyAlways": "Always",
  "k8s.io/api/core.RestartPolicyNever": "Never",
  "k8s.io/api/core.RestartPolicyOnFailure": "OnFailure",
  "k8s.io/api/core.NamespaceDefault": "default",
  "k8s.io/apimachinery/pkg/apis/meta.NamespaceDefault": "default",
  "k8s.io/apimachinery/pkg/apis/meta.NamespaceAll": "",
  // https://pkg.go.dev/time#pkg-constants
  "time.Layout": "01/02 03:04:05PM '06 -0700",
  "time.ANSIC": "Mon Jan _2 15:04:05 2006",
  "time.UnixDate": "Mon Jan _2 15:04:05 MST 2006",
  "time.RubyDate": "Mon Jan 02 15:04:05 -0700 2006",
  "time.RFC822": "02 Jan 06 15:04 MST",
  "time.RFC822Z": "02 Jan 06 15:04 -0700",
  "time.RFC850": "Monday, 02-Jan-06 15:04:05 MST",
  "time.RFC1123": "Mon, 02 Jan 2006 15:04:05 MST",
  "time.RFC1123Z": "Mon, 02 Jan 2006 15:04:05 -0700",
  "time.RFC3339": "2006-01-02T15:04:05Z07:00",
  "time.RFC3339Nano": "2006-01-02T15:04:05.999999999Z07:00",
  "time.Kitchen": "3:04PM",
  "time.Stamp": "Jan _2 15:04:05",
  "time.StampMilli": "Jan _2 15:04:05.000",
  "time.StampMicro": "Jan _2 15:04:05.000000",
  "time.StampNano": "Jan _2 15:04:05.000000000",
  "time.DateTime": "2006-01-02 15:04:05",
  "time.DateOnly": "2006-01-02",
  "time.TimeOnly": "15:04:05",
  // Durations in nanoseconds: https://pkg.go.dev/time#Duration
  "time.Nanosecond": 1,
  "time.Microsecond": 1_000,
  "time.Millisecond": 1_000_000,
  "time.Second": 1_000_000_000,
  "time.Minute": 60_000_000_000,
  "time.Hour": 3_600_000_000_000,
  "os.PathSeparator": 47,
  "path/filepath.Separator": 47,
  "os.DevNull": "/dev/null",
};

/** The value of a constant by the path of its member (`go:time.RFC3339`); undefined for what is none or not known. */
export function goConstant(path: string): string | number | boolean | undefined {
  return path.startsWith("go:") ? constants[path.slice("go:".length)] : undefined;
}
