// Vectors for the record, made by Go's own transparency-log libraries (golang.org/x/mod/sumdb: tlog and note).
//
//	go run . > ../go.json
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const leaves = 600 // two full tiles and a partial one, a level-1 tile of two

type inclusion struct {
	Index int64    `json:"index"`
	Size  int64    `json:"size"`
	Proof []string `json:"proof"`
}

type consistency struct {
	Old   int64    `json:"old"`
	Size  int64    `json:"size"`
	Proof []string `json:"proof"`
}

type tile struct {
	Path   string `json:"path"` // tile/<level>/<index>[.p/<width>]
	Sha256 string `json:"sha256"`
}

type signed struct {
	Seed string `json:"seed"`
	Vkey string `json:"vkey"`
	Name string `json:"name"`
	Note string `json:"note"`
}

type vectors struct {
	About       string            `json:"about"`
	Leaf        string            `json:"leaf"` // leaf n is this with n for %d
	LeafHash    string            `json:"leaf_hash"`
	Roots       map[string]string `json:"roots"`
	Inclusion   []inclusion       `json:"inclusion"`
	Consistency []consistency     `json:"consistency"`
	Tiles       []tile            `json:"tiles"`
	Note        signed            `json:"note"`
	Tampered    []string          `json:"tampered"` // notes that note.Open refuses
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func hashes(proof []tlog.Hash) []string {
	out := []string{}
	for _, hash := range proof {
		out = append(out, hex.EncodeToString(hash[:]))
	}
	return out
}

func main() {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for at, index := range indexes {
			out[at] = stored[index]
		}
		return out, nil
	})
	made := vectors{
		About: "made by golang.org/x/mod/sumdb/tlog and note; see go/main.go",
		Leaf:  "leaf %d",
		Roots: map[string]string{},
	}
	first := tlog.RecordHash([]byte("leaf 0"))
	made.LeafHash = hex.EncodeToString(first[:])
	for n := int64(0); n < leaves; n++ {
		stored = append(stored, must(tlog.StoredHashes(n, []byte(fmt.Sprintf("leaf %d", n)), reader))...)
		root := must(tlog.TreeHash(n+1, reader))
		made.Roots[fmt.Sprint(n+1)] = hex.EncodeToString(root[:])
	}
	for _, size := range []int64{1, 2, 3, 7, 8, 255, 256, 257, 511, 513, 600} {
		for _, index := range []int64{0, 1, 2, 6, 7, 254, 255, 256, 512, 599} {
			if index < size {
				proof := must(tlog.ProveRecord(size, index, reader))
				made.Inclusion = append(made.Inclusion, inclusion{index, size, hashes(proof)})
			}
		}
		for _, old := range []int64{1, 2, 3, 4, 6, 7, 8, 255, 256, 257, 512, 600} {
			if old <= size {
				proof := must(tlog.ProveTree(size, old, reader))
				made.Consistency = append(made.Consistency, consistency{old, size, hashes(proof)})
			}
		}
	}
	for _, one := range tlog.NewTiles(8, 0, leaves) {
		data := must(tlog.ReadTileData(one, reader))
		sum := sha256.Sum256(data)
		// Go's path names the height too; C2SP fixed it at 8 and leaves it out.
		path := "tile/" + strings.TrimPrefix(one.Path(), "tile/8/")
		made.Tiles = append(made.Tiles, tile{path, hex.EncodeToString(sum[:])})
	}
	made.Note, made.Tampered = notes(made.Roots["600"])
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(made); err != nil {
		panic(err)
	}
}

func notes(root string) (signed, []string) {
	name := "parley/talks-22/table/0a1b2c3d"
	seed := sha256.Sum256([]byte("go note"))
	private := ed25519.NewKeyFromSeed(seed[:])
	vkey := must(note.NewEd25519VerifierKey(name, private.Public().(ed25519.PublicKey)))
	id := vkey[strings.LastIndex(vkey[:strings.LastIndex(vkey, "+")], "+")+1 : strings.LastIndex(vkey, "+")]
	skey := "PRIVATE+KEY+" + name + "+" + id + "+" + base64.StdEncoding.EncodeToString(append([]byte{1}, seed[:]...))
	text := string(tlog.FormatTree(tlog.Tree{N: leaves, Hash: must(parse(root))}))
	// tlog writes the Go checksum database's own first line; a C2SP origin is any line there.
	text = name + text[strings.Index(text, "\n"):]
	whole := string(must(note.Sign(&note.Note{Text: text}, must(note.NewSigner(skey)))))
	known := note.VerifierList(must(note.NewVerifier(vkey)))
	must(note.Open([]byte(whole), known))
	tampered := []string{
		strings.Replace(whole, "\n600\n", "\n601\n", 1),
		strings.Replace(whole, "\n\n", "\n", 1),
		strings.Replace(whole, "— ", "- ", 1),
		strings.TrimSuffix(whole, "\n"),
		strings.Replace(whole, "600", "6\t0", 1),
		text,
	}
	for _, each := range tampered {
		if _, err := note.Open([]byte(each), known); err == nil {
			panic("note.Open takes " + each)
		}
	}
	return signed{hex.EncodeToString(seed[:]), vkey, name, whole}, tampered
}

func parse(text string) (tlog.Hash, error) {
	var hash tlog.Hash
	data, err := hex.DecodeString(text)
	copy(hash[:], data)
	return hash, err
}
