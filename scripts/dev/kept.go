package main

import (
	"os"
	"path/filepath"
	"time"
)

// unused is how long packages are kept that no checkout asked for.
const unused = 30 * 24 * time.Hour

// packages is a folder of installed packages. It is made once on a machine for each content of its lists, in the user's
// cache, and a checkout has a link to it: so a fresh one has its tools at once.
type packages struct {
	kind   string
	lists  []string // the files that name them
	link   string   // from where a checkout uses them
	inside string   // the part of the folder to which the link leads
	needs  string   // a file of that part, which is there while they work
	fill   func(folder string) error
}

func (p packages) install() error {
	sum, err := hashOf(p.lists...)
	if err != nil {
		return err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return err
	}
	folder := filepath.Join(cache, "botifire", p.kind+"-"+sum[:16])
	if err := oneAtATime(folder+".lock", func() error { return p.whole(folder) }); err != nil {
		return err
	}
	forget(filepath.Join(cache, "botifire", p.kind+"-*"))
	return point(p.link, filepath.Join(folder, p.inside))
}

// whole fills a folder, unless that was done to its end and still holds.
func (p packages) whole(folder string) error {
	stamp := filepath.Join(folder, ".whole")
	_, filled := os.Stat(stamp)
	if _, err := os.Stat(filepath.Join(folder, p.inside, p.needs)); filled == nil && err == nil {
		now := time.Now()
		return os.Chtimes(stamp, now, now)
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := p.fill(folder); err != nil {
		return err
	}
	return os.WriteFile(stamp, nil, 0o644)
}

// point makes a link lead to a folder. A folder that stood there before is deleted: its content was installed too.
func point(link, folder string) error {
	if had, err := os.Readlink(link); err == nil && had == folder {
		return nil
	}
	if err := os.RemoveAll(link); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
		return err
	}
	return os.Symlink(folder, link)
}

// forget removes packages that no checkout has asked for in a long time.
func forget(pattern string) {
	all, _ := filepath.Glob(pattern)
	for _, folder := range all {
		if info, err := os.Stat(filepath.Join(folder, ".whole")); err == nil && time.Since(info.ModTime()) > unused {
			_ = os.RemoveAll(folder)
		}
	}
}
