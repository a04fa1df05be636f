import { json } from '@codemirror/lang-json';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { oneDark } from '@codemirror/theme-one-dark';
import { EditorView } from '@codemirror/view';
import { useComputedColorScheme } from '@mantine/core';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'react';

// The theme's own ground is too light for its words.
const night = [
  oneDark,
  Prec.highest(
    EditorView.theme({
      '&': { backgroundColor: '#121518' },
      '.cm-gutters': { backgroundColor: '#121518', color: '#a6aeb8' },
      '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: '#1d2226' },
    }),
  ),
];

interface Props {
  text: string;
  change: (text: string) => void;
  problems: { line: number; message: string }[];
  readOnly?: boolean;
}

// Code is an editor of JSON, with problems marked at their lines.
export function Code({ text, change, problems, readOnly }: Props) {
  const at = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const theme = useRef(new Compartment());
  const changed = useRef(change);
  changed.current = change;
  const dark = useComputedColorScheme('light') === 'dark';
  useEffect(() => {
    const made = new EditorView({
      parent: at.current!,
      state: EditorState.create({
        doc: text,
        extensions: [
          basicSetup,
          json(),
          lintGutter(),
          EditorView.lineWrapping,
          theme.current.of([]),
          EditorState.readOnly.of(!!readOnly),
          EditorView.contentAttributes.of({ 'aria-label': 'Script as JSON' }),
          EditorView.updateListener.of((u) => u.docChanged && changed.current(u.state.doc.toString())),
        ],
      }),
    });
    made.scrollDOM.tabIndex = 0;
    view.current = made;
    return () => made.destroy();
    // The editor keeps the text itself from here on.
  }, [readOnly]);
  useEffect(() => view.current?.dispatch({ effects: theme.current.reconfigure(dark ? night : []) }), [dark]);
  useEffect(() => {
    const { current } = view;
    if (!current) return;
    const marks = problems.map((p): Diagnostic => {
      const line = current.state.doc.line(Math.min(Math.max(p.line, 1), current.state.doc.lines));
      return { from: line.from, to: line.to, severity: 'error', message: p.message };
    });
    current.dispatch(setDiagnostics(current.state, marks));
    if (marks[0]) current.dispatch({ effects: EditorView.scrollIntoView(marks[0].from, { y: 'center' }) });
  }, [problems]);
  return <div ref={at} className="code" dir="ltr" />;
}
