//! A file of any format to quizzes of ours that have no errors.

use super::aiken;
use super::emit::{self, Written};
use super::encoding;
use super::gift;
use super::ids::{self, Given};
use super::item::{Loss, Quiz};
use super::moodle;
use super::package;
use super::qti1;
use super::qti2;
use super::rich::Reading;
use super::table;
use super::xml;
use super::{Files, Refused};
use crate::Lang;
use crate::catalog::{Message, SourceFiles, parse_course};

/// What is to be imported.
pub struct Input<'a> {
    /// The file's name; its stem names the quiz where nothing else does.
    pub name: &'a str,
    /// The files of the package, or the one file.
    pub files: &'a Files,
    /// The language it is written in; without it, it is Japanese if it has kana.
    pub lang: Option<Lang>,
}

/// What an import gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The format that it was read as.
    pub format: &'static str,
    /// The language of the quizzes.
    pub lang: Lang,
    /// The quizzes that have a question.
    pub quizzes: Vec<ImportedQuiz>,
    /// The images that the quizzes show, by their path in the course's folder.
    pub images: Files,
    /// What could not be kept.
    pub losses: Vec<Loss>,
}

/// A quiz file.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedQuiz {
    /// The id: the stem of the file's name.
    pub id: String,
    /// The title.
    pub title: String,
    /// The file's text.
    pub markdown: String,
    /// How many questions it has.
    pub questions: usize,
}

/// Reads a file or a package of any format.
pub fn import(input: &Input<'_>) -> Result<Imported, Refused> {
    if input.files.keys().any(|path| package::is_shadow(path)) {
        let own = input.files.iter().filter(|(path, _)| !package::is_shadow(path));
        let files: Files = own.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
        return import(&Input {
            name: input.name,
            files: &files,
            lang: input.lang,
        });
    }
    let stem = stem(input.name);
    if input.files.contains_key("xl/workbook.xml") {
        let rows = table::sheet::rows(input.files)?;
        return finish(input, "xlsx", &stem, guess(&[flat(&rows)], input), |reading| {
            table::read(reading, &rows, &stem)
        });
    }
    if input.files.len() > 1 || input.files.contains_key("imsmanifest.xml") {
        return from_package(input, &stem);
    }
    let Some((path, bytes)) = input.files.iter().next() else {
        return Err(unknown());
    };
    from_bytes(input, path, bytes, &stem)
}

/// One text file.
fn from_bytes(input: &Input<'_>, path: &str, bytes: &[u8], stem: &str) -> Result<Imported, Refused> {
    let read = encoding::read(bytes)?;
    let mut imported = from_text(input, path, &read.text, stem)?;
    imported.losses.splice(0..0, package::odd_signs("", &read));
    Ok(imported)
}

fn from_package(input: &Input<'_>, stem: &str) -> Result<Imported, Refused> {
    let (documents, unread) = package::documents(input.files)?;
    let texts: Vec<String> = documents
        .iter()
        .map(|document| document.root.inner_text())
        .collect();
    let lang = guess(&texts, input);
    if documents.iter().any(|document| document.is_qti2()) {
        return finish(input, "QTI 2/3", stem, lang, |reading| {
            reading.losses = unread;
            Ok(qti2::read(reading, &documents, stem))
        });
    }
    if documents
        .iter()
        .any(|document| document.root.name == "questestinterop")
    {
        return finish(input, "QTI 1.2", stem, lang, |reading| {
            reading.losses = unread;
            Ok(qti1::read(reading, &documents, stem))
        });
    }
    // A question file with its images beside it.
    let mut others = input.files.iter().filter(|(path, _)| {
        let path = path.to_ascii_lowercase();
        [".xml", ".txt", ".gift", ".csv"]
            .iter()
            .any(|end| path.ends_with(end))
            && !path.ends_with("imsmanifest.xml")
    });
    match (others.next(), others.next()) {
        (Some((path, bytes)), None) => from_bytes(input, path, bytes, stem),
        _ => Err(unknown()),
    }
}

fn from_text(input: &Input<'_>, path: &str, text: &str, stem: &str) -> Result<Imported, Refused> {
    let lang = guess(std::slice::from_ref(&text.to_owned()), input);
    let start = text.trim_start();
    if start.starts_with('<') {
        let root = xml::parse(text)?;
        let lang = guess(&[root.inner_text()], input);
        return match root.name.as_str() {
            "quiz" => finish(input, "Moodle XML", stem, lang, |reading| {
                Ok(moodle::read(reading, &root, stem))
            }),
            "questestinterop" => {
                let documents = [package::Document::new(path, root)];
                finish(input, "QTI 1.2", stem, lang, |reading| {
                    Ok(qti1::read(reading, &documents, stem))
                })
            }
            _ => {
                let document = package::Document::new(path, root);
                if !document.is_qti2() {
                    return Err(unknown());
                }
                let documents = [document];
                finish(input, "QTI 2/3", stem, lang, |reading| {
                    Ok(qti2::read(reading, &documents, stem))
                })
            }
        };
    }
    let lower = path.to_ascii_lowercase();
    if lower.ends_with(".csv") || lower.ends_with(".tsv") {
        let rows = table::rows(text);
        return finish(input, "CSV", stem, lang, |reading| {
            table::read(reading, &rows, stem)
        });
    }
    if aiken::fits(text) {
        return finish(input, "Aiken", stem, lang, |reading| {
            Ok(aiken::read(reading, text, stem))
        });
    }
    if text.contains('{') && text.contains('}') {
        return finish(input, "GIFT", stem, lang, |reading| {
            Ok(gift::read(reading, text, stem))
        });
    }
    let rows = table::rows(text);
    if table::fits(&rows) {
        return finish(input, "CSV", stem, lang, |reading| {
            table::read(reading, &rows, stem)
        });
    }
    Err(unknown())
}

fn unknown() -> Refused {
    Message::new(
        "この形式は読めません。読めるのは GIFT, Moodle XML, Aiken, QTI 1.2 / 2.1 / 3.0（zip か xml）, Kahoot の表（xlsx か csv）です。",
        "This format is not known. Known are GIFT, Moodle XML, Aiken, QTI 1.2 / 2.1 / 3.0 (zip or xml), and Kahoot's tables (xlsx or csv).",
    )
}

/// The name of a file without its folder and its extensions.
fn stem(name: &str) -> String {
    const EXTENSIONS: [&str; 10] = [
        "xml", "txt", "gift", "csv", "tsv", "zip", "xlsx", "qti", "qti21", "qti30",
    ];
    let mut stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    while let Some((before, extension)) = stem.rsplit_once('.')
        && !before.is_empty()
        && EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str())
    {
        stem = before;
    }
    stem.to_owned()
}

fn flat(rows: &[Vec<String>]) -> String {
    rows.iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("\n")
}

fn guess(texts: &[String], input: &Input<'_>) -> Lang {
    let kana = |letter: char| ('\u{3041}'..='\u{30ff}').contains(&letter);
    let guessed = if texts.iter().any(|text| text.chars().any(kana)) {
        Lang::Ja
    } else {
        Lang::En
    };
    input.lang.unwrap_or(guessed)
}

fn finish(
    input: &Input<'_>,
    format: &'static str,
    stem: &str,
    lang: Lang,
    read: impl FnOnce(&mut Reading<'_>) -> Result<Vec<Quiz>, Refused>,
) -> Result<Imported, Refused> {
    let mut reading = Reading::new(lang, input.files);
    let quizzes = read(&mut reading)?;
    let mut losses = std::mem::take(&mut reading.losses);
    let images = std::mem::take(&mut reading.images.kept);
    let single = quizzes.len() == 1;
    let mut given = Given::default();
    let mut out = Vec::new();
    for quiz in quizzes {
        let wished = match &quiz.id {
            Some(id) if ids::fits(id) => id.clone(),
            _ if single => ids::stable(stem, "quiz"),
            _ => ids::stable(&quiz.title, "quiz"),
        };
        let id = given.unique(wished);
        let title = quiz.title.clone();
        let mut written = emit::quiz(quiz, lang, &mut losses);
        weed(&mut written, &id, lang, &images, &mut losses);
        if written.items.is_empty() {
            losses.push(Loss {
                item: title,
                left_out: true,
                what: Message::new(
                    "読める問題が1つもありません。",
                    "It has no question that could be read.",
                ),
            });
            continue;
        }
        out.push(ImportedQuiz {
            id,
            title,
            markdown: written.text(),
            questions: written.items.len(),
        });
    }
    let order: Vec<String> = losses.iter().map(|loss| loss.item.clone()).collect();
    losses.sort_by_key(|loss| order.iter().position(|item| *item == loss.item));
    let used = |path: &String| {
        out.iter()
            .any(|quiz| quiz.markdown.contains(&format!("]({path})")))
    };
    Ok(Imported {
        format,
        lang,
        images: images.into_iter().filter(|(path, _)| used(path)).collect(),
        quizzes: out,
        losses,
    })
}

/// Takes out what `check` would refuse, so that an import never breaks a course: first what is not of
/// the questions, then questions.
fn weed(written: &mut Written, id: &str, lang: Lang, images: &Files, losses: &mut Vec<Loss>) {
    let path = format!("{id}.quiz.{}.md", lang.code());
    for _ in 0..=written.items.len() + 1 {
        let errors = errors(&path, &written.text(), id, lang, images);
        let Some((at, message)) = errors.into_iter().next() else {
            return;
        };
        let mut end = written.front.len();
        if at < end || written.items.is_empty() {
            let title = written
                .front
                .lines()
                .find(|line| line.starts_with("title = "))
                .unwrap_or("title = \"-\"");
            let plain = format!("+++\n{title}\nkind = \"practice\"\n+++\n");
            if written.front == plain {
                return;
            }
            written.front = plain;
            losses.push(Loss {
                item: String::new(),
                left_out: false,
                what: Message::new(
                    format!("設定と前書きは使えないので、外しました: {}", message.ja),
                    format!("The settings and the introduction were left out: {}", message.en),
                ),
            });
            continue;
        }
        let mut wrong = written.items.len() - 1;
        for (number, (_, markdown)) in written.items.iter().enumerate() {
            end += markdown.len() + 1;
            if at < end {
                wrong = number;
                break;
            }
        }
        let (name, _) = written.items.remove(wrong);
        losses.push(Loss {
            item: name,
            left_out: true,
            what: message,
        });
    }
}

/// Where `check` finds errors in a quiz file, and what they are.
fn errors(path: &str, text: &str, id: &str, lang: Lang, images: &Files) -> Vec<(usize, Message)> {
    let code = lang.code();
    let toml = format!(
        "id = \"import\"\ntitle = {{ {code} = \"-\" }}\nsummary = {{ {code} = \"-\" }}\nlanguages = [\"{code}\"]\nhours = 1\n\n\
         [[unit]]\nid = \"import\"\ntitle = {{ {code} = \"-\" }}\nitems = [\"{id}\"]\n"
    );
    let mut files: SourceFiles = images
        .iter()
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect();
    files.0.insert("course.toml".to_owned(), toml.into_bytes());
    files.0.insert(path.to_owned(), text.as_bytes().to_vec());
    parse_course(&files)
        .diagnostics
        .into_iter()
        .filter(|found| found.is_error() && found.path == path)
        .map(|found| (found.span.start, found.message))
        .collect()
}
