package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// pack is the file of a month's tables: a line of JSON that says how long each part is, and the parts in its order,
// each packed for itself. A reader unpacks only the parts that it asks for, and a writer packs only those that it
// changes: all of a busy year in one piece takes seconds to decode.
type pack map[string][]byte

// part is where a pack's line says that a part lies.
type part struct {
	Name string `json:"n"`
	Size int    `json:"s"`
}

// partOf names the part with a day's sums, or with those by a dimension.
func partOf(day, by string) string { return day + " " + by }

// loadPack reads the tables of a month's days; "" is the path of none.
func loadPack(ctx context.Context, files Files, path string) (pack, error) {
	if path == "" {
		return pack{}, nil
	}
	raw, err := fetch(ctx, files, path)
	if err != nil {
		return nil, err
	}
	head, rest, _ := bytes.Cut(raw, []byte("\n"))
	var parts []part
	if err := json.Unmarshal(head, &parts); err != nil {
		return nil, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	p := pack{}
	for _, one := range parts {
		if one.Size < 0 || one.Size > len(rest) {
			return nil, fmt.Errorf("%w: the tables of a month are cut off", errUnreadable)
		}
		p[one.Name], rest = rest[:one.Size], rest[one.Size:]
	}
	return p, nil
}

// bytes is the pack as a file.
func (p pack) bytes() ([]byte, error) {
	names := slices.Sorted(maps.Keys(p))
	parts := make([]part, len(names))
	for i, name := range names {
		parts[i] = part{name, len(p[name])}
	}
	raw, err := json.Marshal(parts)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	raw = append(raw, '\n')
	for _, name := range names {
		raw = append(raw, p[name]...)
	}
	return raw, nil
}

// drop takes a day's table out.
func (p pack) drop(day string) {
	maps.DeleteFunc(p, func(name string, _ []byte) bool { return strings.HasPrefix(name, partOf(day, "")) })
}

// put puts a day's table in the place of the one that it had.
func (p pack) put(day string, t Table) (err error) {
	p.drop(day)
	if p[partOf(day, "")], err = packed(t.All); err != nil {
		return err
	}
	for _, by := range Dimensions {
		if len(t.By[by]) == 0 {
			continue
		}
		if p[partOf(day, by)], err = packed(t.By[by]); err != nil {
			return err
		}
	}
	return nil
}

// table is a day's table, of which it has some dimensions; "" is none.
func (p pack) table(day string, by ...string) (t Table, err error) {
	t.By = map[string]map[string]Sums{}
	t.All, err = unpackIf[Sums](p[partOf(day, "")])
	for _, name := range by {
		if err == nil && name != "" && t.By[name] == nil {
			t.By[name], err = unpackIf[map[string]Sums](p[partOf(day, name)])
		}
	}
	return t, err
}

// days are those that have a table, the earliest first.
func (p pack) days() []string {
	var days []string
	for name := range p {
		if day, by := name[:len("2006-01-02")], name[len("2006-01-02")+1:]; by == "" {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days
}

func unpackIf[T any](raw []byte) (doc T, err error) {
	if raw == nil {
		return doc, nil
	}
	return unpacked[T](raw)
}

// keepPack stores a month's tables under a new name, and returns its path.
func (k *Keeper) keepPack(ctx context.Context, tenant chat.TenantID, month string, p pack) (string, error) {
	raw, err := p.bytes()
	if err != nil {
		return "", err
	}
	return k.file(ctx, monthPrefix(tenant, month), ".pack", raw)
}
