package crash

import (
	"bytes"
	"io"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMessagesOnTheWire(t *testing.T) {
	text := Message{Kind: query, Body: []byte("SELECT 1;\n\x00")}
	startup := Message{Body: []byte{0, 3, 0, 0}}
	for _, m := range []Message{text, startup, {Kind: terminate, Body: []byte{}}} {
		got, err := ReadMessage(bytes.NewReader(m.Bytes()), m.Kind == 0)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(m, got); diff != "" {
			t.Errorf("read back (-want +got):\n%s", diff)
		}
	}
	if got := text.String(); got != "SELECT 1;" {
		t.Errorf("a query prints as %q", got)
	}
	if _, err := ReadMessage(bytes.NewReader([]byte("Q\xff\xff\xff\xff")), false); err == nil {
		t.Error("a length of four thousand million is taken")
	}
	if _, err := ReadMessage(bytes.NewReader(text.Bytes()[:7]), false); err == nil || err == io.EOF {
		t.Errorf("half a message gives %v", err)
	}
}

// fakeServer answers each query by the query's text and ReadyForQuery, and
// gives what it has received when its session ends.
func fakeServer(t *testing.T) (socket string, received func() []string) {
	t.Helper()
	socket = filepath.Join(t.TempDir(), "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	done := make(chan []string, 1)
	go func() {
		var all []string
		defer func() { done <- all }()
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		if _, err := ReadMessage(conn, true); err != nil {
			return
		}
		conn.Write(Message{Kind: backendKey, Body: []byte{0, 0, 0, 42, 0, 0, 0, 1}}.Bytes())
		conn.Write(Message{Kind: readyForQuery, Body: []byte("I")}.Bytes())
		for {
			m, err := ReadMessage(conn, false)
			if err != nil {
				return
			}
			all = append(all, m.String())
			conn.Write(Message{Kind: 'D', Body: m.Body}.Bytes())
			conn.Write(Message{Kind: readyForQuery, Body: []byte("I")}.Bytes())
		}
	}()
	return socket, func() []string {
		select {
		case all := <-done:
			return all
		case <-time.After(10 * time.Second):
			t.Fatal("the session of the server does not end")
			return nil
		}
	}
}

// fakePsql sends queries, each when the one before is answered, and gives the
// answers that it got.
func fakePsql(t *testing.T, p *Proxy, queries ...string) []string {
	t.Helper()
	conn, err := net.Dial("tcp", net.JoinHostPort(p.Address()))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.Write(Message{Body: []byte{4, 210, 22, 47}}.Bytes()) // SSLRequest
	if answer := make([]byte, 1); true {
		if _, err := io.ReadFull(conn, answer); err != nil || answer[0] != 'N' {
			t.Fatalf("encryption is answered by %q, %v", answer, err)
		}
	}
	conn.Write(Message{Body: []byte{0, 3, 0, 0, 0}}.Bytes())
	var answers []string
	read := func() bool {
		for {
			m, err := ReadMessage(conn, false)
			switch {
			case err != nil:
				return false
			case m.Kind == readyForQuery:
				return true
			case m.Kind == 'D':
				answers = append(answers, string(bytes.TrimRight(m.Body, "\x00")))
			}
		}
	}
	for i := 0; read() && i < len(queries); i++ {
		conn.Write(Message{Kind: query, Body: []byte(queries[i] + "\x00")}.Bytes())
	}
	return answers
}

func TestProxyCuts(t *testing.T) {
	tests := []struct {
		at               int
		way              Way
		server, answered []string
	}{
		{0, Before, []string{"a", "b", "c"}, []string{"a", "b", "c"}},
		{1, Before, nil, nil},
		{2, Before, []string{"a"}, []string{"a"}},
		{2, After, []string{"a", "b"}, []string{"a"}},
		{2, During, []string{"a", "b"}, []string{"a"}},
		{3, Kill, []string{"a", "b", "c"}, []string{"a", "b"}},
		{4, After, []string{"a", "b", "c"}, []string{"a", "b", "c"}},
	}
	for _, test := range tests {
		socket, received := fakeServer(t)
		struck := 0
		p := &Proxy{Socket: socket, At: test.at, Way: test.way, Strike: func(pid int, _ <-chan struct{}) { struck += pid }}
		if err := p.Listen(); err != nil {
			t.Fatal(err)
		}
		answered := fakePsql(t, p, "a", "b", "c")
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.server, received()); diff != "" {
			t.Errorf("%s %d: the server receives (-want +got):\n%s", test.way, test.at, diff)
		}
		if diff := cmp.Diff(test.answered, answered); diff != "" {
			t.Errorf("%s %d: psql hears (-want +got):\n%s", test.way, test.at, diff)
		}
		reached := test.at > 0 && test.at < 4
		if p.Cut() != reached || (struck == 42) != (reached && test.way != Before) {
			t.Errorf("%s %d: cut is %v, struck %d", test.way, test.at, p.Cut(), struck)
		}
	}
}
