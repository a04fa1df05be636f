package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"io"
	"os"
	"path/filepath"
)

// zipOf is a function packed for the local cloud. The stack takes it as it is: CDK would pack every function once more
// for each cloud, at the slowest level.
func zipOf(function string) string { return filepath.Join(dist, function+".zip") }

// pack writes a function's zip. The same binary makes the same zip, so that a deploy sees no change.
func pack(function string, binary []byte) error {
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestSpeed)
	})
	header := &zip.FileHeader{Name: "bootstrap", Method: zip.Deflate}
	header.SetMode(0o755)
	file, err := archive.CreateHeader(header)
	if err != nil {
		return err
	}
	if _, err := file.Write(binary); err != nil {
		return err
	}
	if function == bundled {
		if err := packModel(archive); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return os.WriteFile(zipOf(function), packed.Bytes(), 0o644)
}

func packed(function string) bool {
	_, err := os.Stat(zipOf(function))
	return err == nil
}

// packModel adds the model as it is: it hardly gets smaller.
func packModel(archive *zip.Writer) error {
	raw, err := os.ReadFile(filepath.Join(dist, bundled, model))
	if err != nil {
		return err
	}
	header := &zip.FileHeader{Name: model, Method: zip.Store}
	header.SetMode(0o644)
	file, err := archive.CreateHeader(header)
	if err != nil {
		return err
	}
	_, err = file.Write(raw)
	return err
}
