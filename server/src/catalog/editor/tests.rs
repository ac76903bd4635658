//! The language server, spoken to as an editor speaks.

use std::path::Path;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};

use super::place::uri_of;
use domain::Lang;

/// An editor with one courses folder.
struct Client {
    connection: Connection,
    server: Option<std::thread::JoinHandle<()>>,
    folder: tempfile::TempDir,
    last: i32,
}

const COURSE: &str = "id = \"demo\"\ntitle = { ja = \"見本\" }\nsummary = { ja = \"見本です。\" }\nlanguages = [\"ja\"]\nhours = 1\ncompetences = [\"digcomp:1.1\"]\nrequires = []\n\n[[unit]]\nid = \"one\"\ntitle = { ja = \"一\" }\nitems = [\"mouse\", \"check\"]\n";
const LESSON: &str =
    "+++\ntitle = \"マウス\"\nminutes = 10\n+++\n\n本文です。[画面](glossary:screen)を見ます。\n";
const QUIZ: &str = "+++\ntitle = \"テスト\"\nkind = \"test\"\n+++\n\n## いくつ {#sum}\n\n= 2\n";
const GLOSSARY: &str = "[[term]]\nid = \"screen\"\nword = { ja = \"画面\", en = \"screen\" }\nmeaning = { ja = \"見る所です。\", en = \"Where you look.\" }\n";

impl Client {
    fn new(encodings: &[&str]) -> Client {
        Client::speaking(encodings, json!("ja-JP"), Lang::En)
    }

    /// An editor that says it has this locale, of a server started with this fallback.
    fn speaking(encodings: &[&str], locale: Value, fallback: Lang) -> Client {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("demo")).unwrap();
        for (path, text) in [
            ("demo/course.toml", COURSE),
            ("demo/mouse.ja.md", LESSON),
            ("demo/check.quiz.ja.md", QUIZ),
            ("glossary.toml", GLOSSARY),
        ] {
            std::fs::write(folder.path().join(path), text).unwrap();
        }
        let (connection, theirs) = Connection::memory();
        let server = std::thread::spawn(move || super::run(&theirs, fallback).unwrap());
        let mut client = Client {
            connection,
            server: Some(server),
            folder,
            last: 0,
        };
        let capabilities = json!({ "general": { "positionEncodings": encodings } });
        let answer = client.ask(
            "initialize",
            json!({ "processId": null, "rootUri": null, "locale": locale, "capabilities": capabilities }),
        );
        assert_eq!(answer["serverInfo"]["name"], "kakehashi");
        client.tell("initialized", json!({}));
        client
    }

    fn uri(&self, path: &str) -> String {
        uri_of(&self.folder.path().join(Path::new(path)))
            .unwrap()
            .as_str()
            .to_owned()
    }

    fn tell(&self, method: &str, params: Value) {
        let note = Notification::new(method.to_owned(), params);
        self.connection.sender.send(Message::Notification(note)).unwrap();
    }

    fn next(&self) -> Message {
        self.connection
            .receiver
            .recv_timeout(Duration::from_secs(20))
            .unwrap()
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let request = Request::new(self.last.into(), method.to_owned(), params);
        self.connection.sender.send(Message::Request(request)).unwrap();
        loop {
            if let Message::Response(response) = self.next() {
                assert_eq!(response.id, self.last.into());
                return response
                    .response_result
                    .unwrap_or_else(|error| panic!("{error:?}"));
            }
        }
    }

    fn open(&self, path: &str, text: &str) {
        let document = json!({ "uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn change(&self, path: &str, text: &str) {
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": self.uri(path), "version": 2 }, "contentChanges": [{ "text": text }] }),
        );
    }

    /// The problems that are shown next for a file, as "code line:column-column".
    fn problems(&self, path: &str) -> Vec<String> {
        loop {
            let Message::Notification(note) = self.next() else {
                continue;
            };
            if note.params["uri"] != self.uri(path) {
                continue;
            }
            let list = note.params["diagnostics"].as_array().unwrap();
            return list
                .iter()
                .map(|found| {
                    let (start, end) = (&found["range"]["start"], &found["range"]["end"]);
                    let code = found["code"].as_str().unwrap();
                    format!(
                        "{code} {}:{}-{}",
                        start["line"], start["character"], end["character"]
                    )
                })
                .collect();
        }
    }

    fn at(&self, path: &str, line: u32, character: u32) -> Value {
        json!({ "textDocument": { "uri": self.uri(path) }, "position": { "line": line, "character": character } })
    }

    fn labels(&mut self, path: &str, line: u32, character: u32) -> Vec<String> {
        let place = self.at(path, line, character);
        let list = self.ask("textDocument/completion", place);
        let list = list.as_array().unwrap();
        list.iter()
            .map(|item| item["label"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.server.take().unwrap().join().unwrap();
    }
}

#[test]
fn problems_appear_while_typing_and_go_away() {
    let client = Client::new(&[]);
    client.open("demo/mouse.ja.md", LESSON);
    assert_eq!(client.problems("demo/mouse.ja.md"), Vec::<String>::new());
    client.change(
        "demo/mouse.ja.md",
        &LESSON.replace("glossary:screen", "glossary:scren"),
    );
    // Counted in UTF-16 units, not in bytes.
    assert_eq!(client.problems("demo/mouse.ja.md"), ["K0317 5:10-24"]);
    client.change("demo/mouse.ja.md", LESSON);
    assert_eq!(client.problems("demo/mouse.ja.md"), Vec::<String>::new());
}

#[test]
fn an_editor_that_counts_bytes_gets_bytes() {
    let client = Client::new(&["utf-8", "utf-16"]);
    client.open(
        "demo/mouse.ja.md",
        &LESSON.replace("glossary:screen", "glossary:scren"),
    );
    assert_eq!(client.problems("demo/mouse.ja.md"), ["K0317 5:24-38"]);
}

#[test]
fn a_change_in_one_file_shows_what_it_breaks_in_another() {
    let client = Client::new(&[]);
    client.open("glossary.toml", GLOSSARY);
    client.problems("glossary.toml");
    client.change(
        "glossary.toml",
        &GLOSSARY.replace("\"screen\"\nword", "\"display\"\nword"),
    );
    assert_eq!(client.problems("demo/mouse.ja.md"), ["K0317 5:10-25"]);
}

#[test]
fn ids_competences_and_keys_complete() {
    let mut client = Client::new(&[]);
    let course = COURSE.replace("\"mouse\", \"check\"", "\"\"");
    client.open("demo/course.toml", &course);
    let items = client.labels("demo/course.toml", 11, 10);
    assert_eq!(items, ["mouse", "check"]);
    assert!(
        client
            .labels("demo/course.toml", 5, 16)
            .contains(&"digcomp:2.1".to_owned())
    );
    let lesson = format!(
        "{}\n[x](glossary:s)\n\n### Q {{.question type=}}\n\n> [!\n",
        LESSON.trim_end()
    );
    client.open(
        "demo/mouse.ja.md",
        &lesson.replace("minutes = 10\n", "minutes = 10\n\n"),
    );
    assert!(
        client
            .labels("demo/mouse.ja.md", 3, 0)
            .contains(&"goals".to_owned())
    );
    assert_eq!(client.labels("demo/mouse.ja.md", 7, 14), ["screen"]);
    assert!(
        client
            .labels("demo/mouse.ja.md", 9, 22)
            .contains(&"match".to_owned())
    );
    assert!(
        client
            .labels("demo/mouse.ja.md", 11, 4)
            .contains(&"HINT".to_owned())
    );
}

#[test]
fn an_id_leads_to_its_file_and_says_what_it_means() {
    let mut client = Client::new(&[]);
    client.open("demo/course.toml", COURSE);
    client.open("demo/mouse.ja.md", LESSON);
    let place = client.at("demo/course.toml", 11, 20);
    let found = client.ask("textDocument/definition", place.clone());
    assert_eq!(found["uri"], client.uri("demo/check.quiz.ja.md"));
    let said = client.ask("textDocument/hover", place);
    assert!(
        said["contents"]["value"].as_str().unwrap().contains("テスト"),
        "{said}"
    );
    let place = client.at("demo/mouse.ja.md", 5, 22);
    let found = client.ask("textDocument/definition", place.clone());
    assert_eq!(found["uri"], client.uri("glossary.toml"));
    assert_eq!(found["range"]["start"]["line"], 1);
    let said = client.ask("textDocument/hover", place);
    assert!(
        said["contents"]["value"].as_str().unwrap().contains("見る所です"),
        "{said}"
    );
    let place = client.at("demo/mouse.ja.md", 2, 2);
    let said = client.ask("textDocument/hover", place);
    assert!(
        said["contents"]["value"].as_str().unwrap().contains("分"),
        "{said}"
    );
}

#[test]
fn it_speaks_the_editors_language_or_else_the_one_it_was_started_for() {
    let said = |locale: Value, fallback: Lang| {
        let mut client = Client::speaking(&[], locale, fallback);
        client.open("demo/mouse.ja.md", LESSON);
        let said = client.ask("textDocument/hover", client.at("demo/mouse.ja.md", 5, 22));
        said["contents"]["value"].as_str().unwrap().to_owned()
    };
    let (ja, en) = ("見る所です", "Where you look");
    assert!(said(json!("ja"), Lang::En).contains(ja));
    assert!(said(json!("en-US"), Lang::Ja).contains(en));
    assert!(said(Value::Null, Lang::Ja).contains(ja));
    assert!(said(Value::Null, Lang::En).contains(en));
}

#[test]
fn did_you_mean_and_missing_ids_are_one_key_away() {
    let mut client = Client::new(&[]);
    let wrong = format!(
        "{}\n### どれ {{.question #which}}\n\n- [x] 一つ\n- [ ] 二つ\n",
        LESSON.replace("glossary:screen", "glossary:scren")
    );
    client.open("demo/mouse.ja.md", &wrong);
    let uri = client.uri("demo/mouse.ja.md");
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let asked = json!({ "textDocument": { "uri": uri }, "range": whole, "context": { "diagnostics": [] } });
    let actions = client.ask("textDocument/codeAction", asked);
    let edit = |title: &str| {
        let action = actions
            .as_array()
            .unwrap()
            .iter()
            .find(|action| action["title"] == title);
        action.unwrap_or_else(|| panic!("{actions}"))["edit"]["changes"][&uri][0].clone()
    };
    assert_eq!(edit("「screen」に直す")["newText"], "glossary:screen");
    let new = edit("足りないidを付ける")["newText"].as_str().unwrap().to_owned();
    assert_eq!(new.matches("{#").count(), 2, "{new}");
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let asked = json!({ "textDocument": { "uri": client.uri("demo/mouse.ja.md") }, "options": options });
    let edits = client.ask("textDocument/formatting", asked);
    assert_eq!(edits[0]["newText"], new);
}

#[test]
fn an_id_is_found_and_renamed_in_every_file_and_language() {
    let mut client = Client::new(&[]);
    let quiz = format!("{QUIZ}\n## いくつ、もう一度 {{#again}}\n\n= 3\n");
    let english = quiz.replace("いくつ", "How many");
    std::fs::write(client.folder.path().join("demo/check.quiz.en.md"), english).unwrap();
    client.open("demo/check.quiz.ja.md", &quiz);
    client.open("demo/mouse.ja.md", LESSON);
    let at = |client: &Client, path: &str, line: u32, character: u32| {
        json!({
            "textDocument": { "uri": client.uri(path) },
            "position": { "line": line, "character": character },
            "context": { "includeDeclaration": true },
            "newName": "total",
        })
    };
    let asked = at(&client, "demo/check.quiz.ja.md", 5, 10);
    let edit = client.ask("textDocument/rename", asked);
    for (path, from) in [("demo/check.quiz.ja.md", 9), ("demo/check.quiz.en.md", 14)] {
        let edits = &edit["changes"][client.uri(path)];
        assert_eq!(edits.as_array().map(Vec::len), Some(1), "{path}: {edit}");
        assert_eq!(edits[0]["newText"], "total");
        assert_eq!(
            edits[0]["range"]["start"],
            json!({ "line": 5, "character": from }),
            "{path}"
        );
    }
    // An id that another question has would make one of two.
    let mut taken = at(&client, "demo/check.quiz.ja.md", 5, 10);
    taken["newName"] = json!("again");
    assert_eq!(client.ask("textDocument/rename", taken), Value::Null);
    let asked = at(&client, "demo/mouse.ja.md", 5, 20);
    let found = client.ask("textDocument/references", asked);
    let mut files: Vec<&str> = found
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|place| place["uri"].as_str()?.rsplit('/').next())
        .collect();
    files.sort_unstable();
    assert_eq!(files, ["glossary.toml", "mouse.ja.md"]);
    let asked = json!({ "textDocument": { "uri": client.uri("demo/check.quiz.ja.md") } });
    let symbols = client.ask("textDocument/documentSymbol", asked);
    assert_eq!(symbols[0]["name"], "いくつ");
}
