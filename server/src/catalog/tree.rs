//! From a commit of a mirror to its courses: the tree is listed, each file is judged by its mode, name
//! and size, and only then its bytes are asked for.

use chrono::{DateTime, Utc};
use domain::catalog::{Message, Severity, SourceFiles as Files};

use super::{
    git::Git,
    problem::{Problem, printable},
    snapshot::{self, LARGEST, LARGEST_SOURCE, MOST_FILES, Snapshot},
};
use crate::{Error, Result, db};

/// Who made a revision, when, and what they say it is for.
#[derive(Clone, Debug)]
pub(super) struct Commit {
    pub hash: String,
    pub author: String,
    pub message: String,
    pub at: DateTime<Utc>,
}

/// Author, date and message of a commit.
pub(super) async fn commit(git: &Git<'_>, hash: &str) -> Result<Commit> {
    let raw = git.commit(hash).await?;
    Ok(read_commit(hash, &String::from_utf8_lossy(&raw)))
}

fn read_commit(hash: &str, raw: &str) -> Commit {
    let (headers, message) = raw.split_once("\n\n").unwrap_or((raw, ""));
    let header = |name: &str| {
        headers
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap_or_default()
    };
    let author = header("author ");
    let seconds = header("committer ")
        .split_whitespace()
        .rev()
        .nth(1)
        .and_then(|text| text.parse().ok());
    Commit {
        hash: hash.to_owned(),
        // The address stays in git: a page that many see need not show it.
        author: printable(author.split(" <").next().unwrap_or_default())
            .chars()
            .take(200)
            .collect(),
        message: message
            .trim()
            .lines()
            .map(printable)
            .collect::<Vec<_>>()
            .join("\n")
            .chars()
            .take(4000)
            .collect(),
        at: seconds
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .unwrap_or_else(db::now),
    }
}

/// One line of `git ls-tree`.
struct Entry<'a> {
    mode: &'a str,
    id: &'a str,
    size: u64,
    path: &'a [u8],
}

impl<'a> Entry<'a> {
    fn read(line: &'a [u8]) -> Option<Entry<'a>> {
        let tab = line.iter().position(|byte| *byte == b'\t')?;
        let mut head = std::str::from_utf8(line.get(..tab)?)
            .ok()?
            .split_ascii_whitespace();
        let (mode, _, id, size) = (head.next()?, head.next()?, head.next()?, head.next()?);
        Some(Entry {
            mode,
            id,
            // "-" for a submodule.
            size: size.parse().unwrap_or(0),
            path: line.get(tab + 1..)?,
        })
    }
}

/// The courses of a commit, from a folder of the repository (empty: its root). A repository that is one
/// course is called `alone`.
pub(super) async fn read(git: &Git<'_>, commit: &str, folder: &str, alone: &str) -> Result<Snapshot> {
    let listing = match git.tree(commit, folder).await {
        Ok(listing) => listing,
        Err(Error::Refused(_)) if !folder.is_empty() => {
            return Err(Error::refused(
                format!("このコミットに「{folder}」というフォルダーはありません。"),
                format!("This commit has no folder \"{folder}\"."),
            ));
        }
        Err(error) => return Err(error),
    };
    let mut odd = Vec::new();
    let mut wanted: Vec<(&str, String, u64)> = Vec::new();
    let mut links: Vec<(&str, String, u64)> = Vec::new();
    let mut bytes = 0;
    for entry in listing.split(|byte| *byte == 0).filter_map(Entry::read) {
        let shown = String::from_utf8_lossy(entry.path).into_owned();
        if let Some(problem) = snapshot::odd_name(entry.path) {
            odd.push(problem);
            continue;
        }
        if snapshot::is_hidden(&shown) {
            continue;
        }
        match entry.mode {
            "120000" if entry.size <= 4096 => links.push((entry.id, shown, entry.size)),
            "120000" => odd.push(snapshot::link(&shown, "/")),
            "160000" => odd.push(snapshot::submodule(&shown)),
            _ if entry.size > LARGEST => odd.push(snapshot::too_large(&shown, entry.size)),
            _ if bytes + entry.size > LARGEST_SOURCE || wanted.len() >= MOST_FILES => {
                if odd.iter().all(|problem: &Problem| problem.code != "K0707") {
                    odd.push(snapshot::too_much());
                }
            }
            _ => {
                bytes += entry.size;
                wanted.push((entry.id, shown, entry.size));
            }
        }
    }
    let mut files = Files::default();
    let contents = contents(git, &wanted).await?;
    for ((_, path, _), content) in wanted.iter().zip(contents) {
        match content {
            Some(content) if snapshot::is_lfs_pointer(&content) => odd.push(snapshot::lfs_pointer(path)),
            Some(content) => {
                files.add(path, content);
            }
            None => odd.push(missing(path)),
        }
    }
    let targets = self::contents(git, &links).await?;
    for ((_, path, _), target) in links.iter().zip(targets) {
        odd.push(snapshot::link(
            path,
            &String::from_utf8_lossy(&target.unwrap_or_default()),
        ));
    }
    let mut snapshot = Snapshot::of(files, alone);
    odd.sort_by(|a, b| (&a.path, &a.code).cmp(&(&b.path, &b.code)));
    for problem in odd {
        snapshot.note(problem);
    }
    Ok(snapshot)
}

fn missing(path: &str) -> Problem {
    Problem::of_file(
        "K0710",
        Severity::Error,
        path,
        Message::new(
            "ファイルの中身が、リポジトリの中に見つかりません。",
            "The file's content is missing from the repository.",
        ),
    )
}

/// How many bytes git is asked for at once: what it answers is in memory beside the files themselves.
const AT_ONCE: u64 = 4 * 1024 * 1024;

/// The contents of objects in their order; none for one that is not there.
async fn contents(git: &Git<'_>, wanted: &[(&str, String, u64)]) -> Result<Vec<Option<Vec<u8>>>> {
    let mut contents = Vec::with_capacity(wanted.len());
    let mut rest = wanted;
    while !rest.is_empty() {
        let mut bytes = 0;
        let some = rest
            .iter()
            .take_while(|(_, _, size)| {
                bytes += size;
                bytes <= AT_ONCE
            })
            .count()
            .max(1);
        let (now, later) = rest.split_at(some);
        let ids: Vec<&str> = now.iter().map(|(id, _, _)| *id).collect();
        let out = git.objects(&ids).await?;
        let read = parse_batch(&out, ids.len())
            .ok_or_else(|| Error::unexpected("git cat-file answered in a form that is not known"))?;
        contents.extend(read);
        rest = later;
    }
    Ok(contents)
}

/// `ID blob SIZE\nCONTENT\n`, or `ID missing\n`.
fn parse_batch(mut out: &[u8], count: usize) -> Option<Vec<Option<Vec<u8>>>> {
    let mut contents = Vec::with_capacity(count);
    while contents.len() < count {
        let line = out.iter().position(|byte| *byte == b'\n')?;
        let head = std::str::from_utf8(out.get(..line)?).ok()?;
        out = out.get(line + 1..)?;
        if head.ends_with(" missing") {
            contents.push(None);
            continue;
        }
        let size: usize = head.rsplit_once(' ')?.1.parse().ok()?;
        contents.push(Some(out.get(..size)?.to_vec()));
        out = out.get(size + 1..)?;
    }
    Some(contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_tells_who_when_and_why_but_no_address() {
        let raw = "tree 12\nparent 34\nauthor 山田 花子 <h@example.jp> 1700000000 +0900\n\
                   committer x <y> 1700000100 +0900\n\nFix the test\n\nIt asked twice.\n";
        let commit = read_commit("ab", raw);
        assert_eq!(
            (&*commit.author, commit.at.timestamp()),
            ("山田 花子", 1_700_000_100)
        );
        assert_eq!(commit.message, "Fix the test\n\nIt asked twice.");
        assert_eq!(read_commit("ab", "no headers").author, "");
    }

    #[test]
    fn contents_come_back_by_their_order_also_where_one_is_missing() {
        let out = b"a1 blob 3\na\nb\nb2 missing\nc3 blob 0\n\n";
        assert_eq!(
            parse_batch(out, 3),
            Some(vec![Some(b"a\nb".to_vec()), None, Some(Vec::new())])
        );
        assert_eq!(parse_batch(b"a1 blob 9\nab", 1), None);
    }
}
