package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// readPassword asks for a password at a terminal, which does not show it, or takes the first line of a
// pipe. It is no flag: command lines stay in the shell's history and in the list of processes.
func readPassword(in *os.File, out io.Writer) (string, error) {
	var typed string
	if terminal := int(in.Fd()); term.IsTerminal(terminal) {
		fmt.Fprint(out, "The owner's password: ")
		raw, err := term.ReadPassword(terminal)
		fmt.Fprintln(out)
		if err != nil {
			return "", err
		}
		typed = string(raw)
	} else {
		line, err := bufio.NewReader(in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		typed = strings.TrimRight(line, "\r\n")
	}
	if typed == "" {
		return "", errors.New("no password was given: without -ask-password Cognito mails the owner one")
	}
	return typed, nil
}
