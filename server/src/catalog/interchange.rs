//! Files of other systems in and out: unpacking with limits, and writing into a course's folder only
//! when everything is known to fit.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read, Write},
    path::{Path, PathBuf},
};

use domain::{
    Lang,
    catalog::{SourceFiles, parse_course},
    interchange::{Exported, Files, Imported, Input, QtiVersion, decode, gift, import, qti},
};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::folder;
use crate::{Error, Result};

/// How much a file may hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most bytes, packed and unpacked.
    pub bytes: u64,
    /// The most files in a package.
    pub files: usize,
    /// How many times larger a file may get when it is unpacked.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: 200 * 1024 * 1024,
            files: 5_000,
            ratio: 200,
        }
    }
}

/// How deep folders may lie in each other in a package.
const DEEPEST: usize = 20;

/// Files smaller than this are no bomb, whatever their ratio: a table of zeros packs well.
const SMALL: u64 = 1024 * 1024;

/// Reads a file of any format. Nothing is written.
pub fn read(path: &Path, lang: Option<Lang>, limits: &Limits) -> Result<Imported> {
    let length = std::fs::metadata(path)
        .map_err(|error| {
            let path = path.display();
            Error::refused(
                format!("ファイル「{path}」を読めません（{error}）。"),
                format!("The file \"{path}\" cannot be read ({error})."),
            )
        })?
        .len();
    if length > limits.bytes {
        return Err(too_large(limits));
    }
    let bytes = std::fs::read(path)?;
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let files = if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        unpack(&bytes, limits)?
    } else {
        Files::from([(name.clone(), bytes)])
    };
    import(&Input {
        name: &name,
        files: &files,
        lang,
    })
    .map_err(|refused| Error::refused(refused.ja, refused.en))
}

fn too_large(limits: &Limits) -> Error {
    let megabytes = limits.bytes / 1024 / 1024;
    Error::refused(
        format!("ファイルが大きすぎます（{megabytes} MBまで。--max-size で変えられます）。"),
        format!("The file is too large (at most {megabytes} MB; --max-size changes that)."),
    )
}

/// Unpacks a zip file into memory.
///
/// Refused are names that lead out of the folder, links, passwords, and packages that are larger than
/// the limits once they are unpacked; what a package says about its own sizes is not believed.
pub fn unpack(bytes: &[u8], limits: &Limits) -> Result<Files> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > limits.files {
        let most = limits.files;
        return Err(Error::refused(
            format!("zipの中のファイルが多すぎます（{most}個まで。--max-files で変えられます）。"),
            format!("The zip file holds too many files (at most {most}; --max-files changes that)."),
        ));
    }
    let mut files = Files::new();
    let mut total = 0;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(broken)?;
        let name = decode(entry.name_raw()).unwrap_or_default();
        check_name(&name)?;
        if entry.is_symlink() {
            return Err(Error::refused(
                format!("zipの中に、ほかの場所を指すリンク「{name}」があります。安全のため読みません。"),
                format!("The zip file holds a link, \"{name}\". It is not read, for safety."),
            ));
        }
        if entry.is_dir() {
            continue;
        }
        let left = limits.bytes - total;
        let packed = entry.compressed_size().min(bytes.len() as u64).max(1);
        let most = packed.saturating_mul(limits.ratio).max(SMALL);
        let mut content = Vec::new();
        let read = (&mut entry).take(left.min(most) + 1).read_to_end(&mut content);
        read.map_err(|error| broken(ZipError::Io(error)))?;
        let length = content.len() as u64;
        if length > left {
            return Err(too_large(limits));
        }
        if length > most {
            let ratio = limits.ratio;
            return Err(Error::refused(
                format!(
                    "「{name}」は広げると{ratio}倍より大きくなります。安全のため読みません（zip爆弾かもしれません）。"
                ),
                format!(
                    "\"{name}\" grows more than {ratio} times when unpacked. It is not read, for safety (it may be a zip bomb)."
                ),
            ));
        }
        total += length;
        if files.insert(name.clone(), content).is_some() {
            return Err(Error::refused(
                format!("zipの中に「{name}」が2つあります。"),
                format!("The zip file holds \"{name}\" twice."),
            ));
        }
    }
    Ok(files)
}

fn broken(error: ZipError) -> Error {
    if matches!(error, ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) {
        return Error::refused(
            "パスワードの付いたzipは読めません。パスワードなしで作り直してください。",
            "The zip file has a password. Make one without a password.",
        );
    }
    Error::refused(
        format!("zipファイルとして読めません（{error}）。"),
        format!("The zip file cannot be read ({error})."),
    )
}

/// Refuses names that do not stay in the folder they are unpacked into.
fn check_name(name: &str) -> Result<()> {
    let drive = name.as_bytes().get(1) == Some(&b':');
    let outside = name.is_empty()
        || name.starts_with('/')
        || drive
        || name.contains(['\\', '\0'])
        || name.split('/').any(|part| part == "..");
    if outside {
        return Err(Error::refused(
            format!("zipの中の名前「{name}」は、フォルダーの外を指しています。安全のため読みません。"),
            format!(
                "The name \"{name}\" in the zip file leads out of its folder. It is not read, for safety."
            ),
        ));
    }
    if name.split('/').count() > DEEPEST {
        return Err(Error::refused(
            format!("zipの中のフォルダーが深すぎます（{DEEPEST}段まで）: {name}"),
            format!("The folders in the zip file are nested too deeply (at most {DEEPEST}): {name}"),
        ));
    }
    Ok(())
}

/// Packs files into a zip file, the same bytes for the same files.
pub fn pack(files: &Files) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    // The manifest first, as the standard advises.
    let mut paths: Vec<&String> = files.keys().collect();
    paths.sort_by_key(|path| (*path != "imsmanifest.xml", *path));
    for path in paths {
        zip.start_file(path.as_str(), options)
            .map_err(Error::unexpected)?;
        zip.write_all(files.get(path).map(Vec::as_slice).unwrap_or_default())?;
    }
    Ok(zip.finish().map_err(Error::unexpected)?.into_inner())
}

/// What an import would write, and where.
pub struct Plan {
    /// The files with their contents.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// Ids of quizzes that no unit of `course.toml` names yet.
    pub unnamed: Vec<String>,
}

/// Where the quizzes go in a course's folder. A folder without `course.toml` gets one. A file that is
/// there already is refused, unless it may be replaced.
pub fn plan(imported: &Imported, dir: &Path, replace: bool) -> Result<Plan> {
    let mut plan = Plan {
        files: Vec::new(),
        unnamed: Vec::new(),
    };
    let code = imported.lang.code();
    let toml = dir.join("course.toml");
    let ids: Vec<&str> = imported.quizzes.iter().map(|quiz| quiz.id.as_str()).collect();
    if toml.exists() {
        let named = named(&toml)?;
        plan.unnamed = ids
            .iter()
            .filter(|id| !named.contains(**id))
            .map(|id| (*id).to_owned())
            .collect();
    } else if !ids.is_empty() {
        plan.files.push((toml, new_course(dir, imported).into_bytes()));
    }
    for quiz in &imported.quizzes {
        let lesson = dir.join(format!("{}.{code}.md", quiz.id));
        if lesson.exists() {
            let id = &quiz.id;
            return Err(Error::refused(
                format!(
                    "「{id}」という名前のレッスンがあります。取り込むファイルの名前を変えてから、やり直してください。"
                ),
                format!("There is a lesson called \"{id}\". Rename the file that you import and try again."),
            ));
        }
        let path = dir.join(format!("{}.quiz.{code}.md", quiz.id));
        plan.files.push((path, quiz.markdown.clone().into_bytes()));
    }
    for (path, bytes) in &imported.images {
        plan.files.push((dir.join(path), bytes.clone()));
    }
    plan.files
        .retain(|(path, bytes)| std::fs::read(path).is_ok_and(|there| there == *bytes).eq(&false));
    let there: Vec<String> = plan
        .files
        .iter()
        .filter(|(path, _)| path.exists())
        .map(|(path, _)| path.display().to_string())
        .collect();
    if !there.is_empty() && !replace {
        let list = there.join(", ");
        return Err(Error::refused(
            format!(
                "同じ名前のファイルがあるので、何も書きませんでした: {list}。書きかえてよければ --replace を付けてください。"
            ),
            format!(
                "Nothing was written, for these files are there already: {list}. Add --replace to write over them."
            ),
        ));
    }
    Ok(plan)
}

/// Writes what was planned.
pub fn write(plan: &Plan) -> Result<()> {
    for (path, bytes) in &plan.files {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

/// The lessons and quizzes that a `course.toml` names.
fn named(path: &Path) -> Result<BTreeSet<String>> {
    let text = std::fs::read_to_string(path)?;
    // One that cannot be read is `check`'s to explain.
    let table: toml::Table = toml::from_str(&text).unwrap_or_default();
    let units = table.get("unit").and_then(toml::Value::as_array);
    let items = units
        .into_iter()
        .flatten()
        .filter_map(|unit| unit.get("items")?.as_array());
    Ok(items
        .flatten()
        .filter_map(|item| Some(item.as_str()?.to_owned()))
        .collect())
}

fn new_course(dir: &Path, imported: &Imported) -> String {
    let code = imported.lang.code();
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let id = if !name.is_empty() && name.chars().all(fits) {
        name.as_ref()
    } else {
        "imported"
    };
    let first = imported
        .quizzes
        .first()
        .map(|quiz| quiz.title.as_str())
        .unwrap_or(id);
    let title = toml::Value::String(first.to_owned());
    let items: Vec<String> = imported
        .quizzes
        .iter()
        .map(|quiz| format!("{:?}", quiz.id))
        .collect();
    let (unit, summary) = imported.lang.t(
        ("取り込んだ問題", "ほかの製品から取り込んだ問題です。"),
        ("Imported questions", "Questions from another system."),
    );
    format!(
        "id = \"{id}\"\ntitle = {{ {code} = {title} }}\nsummary = {{ {code} = \"{summary}\" }}\nlanguages = [\"{code}\"]\nhours = 1\n\n\
         [[unit]]\nid = \"imported\"\ntitle = {{ {code} = \"{unit}\" }}\nitems = [{}]\n",
        items.join(", ")
    )
}

/// The files of a course's folder, read as the server reads them.
pub fn course_files(dir: &Path) -> Result<SourceFiles> {
    let missing = || {
        let dir = dir.display();
        Error::refused(
            format!("「{dir}」というコースのフォルダーがありません。"),
            format!("There is no course folder \"{dir}\"."),
        )
    };
    let whole = dir.canonicalize().map_err(|_| missing())?;
    let (Some(parent), Some(name)) = (whole.parent(), whole.file_name()) else {
        return Err(missing());
    };
    let mut snapshot = folder::read(parent)?;
    snapshot
        .courses
        .remove(&*name.to_string_lossy())
        .ok_or_else(missing)
}

/// A format that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Moodle's text format.
    Gift,
    /// A QTI package.
    Qti(QtiVersion),
}

/// A file that was made of a quiz.
pub struct Written {
    /// The name that fits it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it could not hold.
    pub exported: Exported,
}

/// Writes a quiz of a course. `files` are the course's own.
pub fn export(files: &SourceFiles, quiz: &str, lang: Option<Lang>, format: Format) -> Result<Written> {
    let parsed = parse_course(files);
    let fine = !parsed.has_errors();
    let Some(course) = parsed.course.filter(|_| fine) else {
        return Err(Error::refused(
            "コースに間違いがあるので、書き出せません。先に kakehashi check で直してください。",
            "The course has errors. Repair them first: kakehashi check shows them.",
        ));
    };
    let Some(found) = course.quizzes.get(quiz) else {
        let known: Vec<&str> = course.quizzes.keys().map(String::as_str).collect();
        let known = known.join(", ");
        return Err(Error::refused(
            format!("「{quiz}」というテストはありません。あるもの: {known}"),
            format!("There is no quiz \"{quiz}\". There are: {known}"),
        ));
    };
    let lang = lang.or(course.languages.first().copied()).unwrap_or_default();
    let (name, exported) = match format {
        Format::Gift => (format!("{quiz}.gift.txt"), gift(&course, found, lang)),
        Format::Qti(QtiVersion::V21) => (
            format!("{quiz}.qti21.zip"),
            qti(&course, found, lang, QtiVersion::V21),
        ),
        Format::Qti(QtiVersion::V30) => (
            format!("{quiz}.qti30.zip"),
            qti(&course, found, lang, QtiVersion::V30),
        ),
    };
    let bytes = match format {
        Format::Gift => exported.files.values().next().cloned().unwrap_or_default(),
        Format::Qti(_) => pack(&exported.files)?,
    };
    Ok(Written {
        name,
        bytes,
        exported,
    })
}

#[cfg(test)]
mod tests;
