package chat

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
)

// Listed is a page of a list. Next is "" at the end; otherwise it asks for the
// page after, of the same list and tenant only.
type Listed[T any] struct {
	Rows []T
	Next string
}

// ListName names a list by its filters, so that a cursor of it fits no other list.
func ListName(filters ...any) string {
	raw, _ := json.Marshal(filters) // texts, flags and times always encode
	return string(raw)
}

// SealCursor seals a position so that it fits only the tenant and the list it came from.
func SealCursor(ctx context.Context, d *Desk, tenant TenantID, list, position string) (string, error) {
	if position == "" {
		return "", nil
	}
	mac, err := d.cursorMAC(ctx, tenant, list, position)
	return base64.RawURLEncoding.EncodeToString(append(mac, position...)), err
}

// OpenCursor opens a cursor. A damaged or foreign one is ErrCursor.
func OpenCursor(ctx context.Context, d *Desk, tenant TenantID, list, cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(raw) <= 16 || len(raw) > 2048 {
		return "", ErrCursor
	}
	want, err := d.cursorMAC(ctx, tenant, list, string(raw[16:]))
	if err != nil {
		return "", err
	}
	if !hmac.Equal(want, raw[:16]) {
		return "", ErrCursor
	}
	return string(raw[16:]), nil
}

func (d *Desk) cursorMAC(ctx context.Context, tenant TenantID, list, position string) ([]byte, error) {
	key, err := d.key(ctx, tenant)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, key.For("cursor"))
	mac.Write([]byte(string(tenant) + "\x00" + list + "\x00" + position))
	return mac.Sum(nil)[:16], nil
}

// ListPage walks a list from a cursor, keeps the rows that pass, and looks at no more
// than MaxLookback rows: the caller gets a cursor to look further.
func ListPage[T any](ctx context.Context, d *Desk, tenant TenantID, list, cursor string, limit int,
	read func(position string, limit int) ([]T, string, error), pass func(T) bool,
) (Listed[T], error) {
	if limit <= 0 {
		limit = PageSize
	}
	limit = min(limit, MaxPageSize)
	position, err := OpenCursor(ctx, d, tenant, list, cursor)
	if err != nil {
		return Listed[T]{}, err
	}
	kept, size := []T{}, limit
	for looked := 0; looked < MaxLookback && len(kept) < limit; {
		rows, next, err := read(position, size)
		passing, through := passed(rows, pass, limit-len(kept))
		if err == nil && through < len(rows) { // only the store knows the position after a row
			rows, next, err = read(position, through)
			passing, _ = passed(rows, pass, through)
		}
		if err != nil {
			return Listed[T]{}, err
		}
		kept = append(kept, passing...)
		looked += max(len(rows), 1)
		// Where few rows pass, the rest is not read row by row.
		size = max(limit-len(kept), PageSize)
		if position = next; position == "" {
			break
		}
	}
	next, err := SealCursor(ctx, d, tenant, list, position)
	return Listed[T]{kept, next}, err
}

// passed is the first rows that pass, at most so many, and how many rows were looked at for them.
func passed[T any](rows []T, pass func(T) bool, most int) (passing []T, through int) {
	for i, row := range rows {
		if pass != nil && !pass(row) {
			continue
		}
		if passing = append(passing, row); len(passing) == most {
			return passing, i + 1
		}
	}
	return passing, len(rows)
}

// EachRow reads a list to its end before it does anything: each call of do may move rows in it.
func EachRow[T any](read func(position string) ([]T, string, error), do func(T) error) error {
	var all []T
	for position := ""; ; {
		rows, next, err := read(position)
		if err != nil {
			return err
		}
		all = append(all, rows...)
		if position = next; next == "" {
			break
		}
	}
	for _, row := range all {
		if err := do(row); err != nil {
			return err
		}
	}
	return nil
}
