//! How long `check` takes for a thousand lessons in two languages, and how much memory.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::{Result, courses, report::Target};

/// How often each generated course is there.
const COPIES: usize = 20;

/// How often is measured; the middle one counts.
const TIMES: usize = 5;

/// Checks a thousand generated lessons with PROGRAM; the files are in a temporary folder in FOLDER.
pub fn run(program: &Path, folder: &Path) -> Result<()> {
    let folder = tempfile::tempdir_in(folder)?;
    let lessons = write(folder.path())?;
    let mut times = Vec::new();
    let mut most = None;
    for _ in 0..TIMES {
        let (time, memory) = once(program, &folder.path().join("courses"))?;
        times.push(time);
        most = most.max(memory);
    }
    times.sort_unstable();
    let middle = times.get(TIMES / 2).map(Duration::as_secs_f64);
    println!("\n## check: {lessons} lessons in Japanese and English");
    crate::report::targets(&[
        Target::at_most("check, 1,000 lessons", 1.0, " s", middle),
        Target::at_most(
            "memory of it",
            150.0,
            " MB",
            most.map(|kilobytes| kilobytes as f64 * 1024.0 / 1e6),
        ),
    ]);
    Ok(())
}

/// Writes the courses many times over; gives the number of lessons.
fn write(folder: &Path) -> Result<usize> {
    let (base, all) = (folder.join("base"), folder.join("courses"));
    fs::create_dir(&base)?;
    courses::write(&base)?;
    for course in 0..courses::COURSES {
        let id = courses::course_id(course);
        for copy in 0..COPIES {
            let (from, to) = (base.join(&id), all.join(format!("{id}-{copy}")));
            fs::create_dir_all(to.join("images"))?;
            for entry in fs::read_dir(&from)? {
                let entry = entry?;
                if entry.file_type()?.is_file() {
                    fs::copy(entry.path(), to.join(entry.file_name()))?;
                }
            }
            fs::copy(from.join("images/keys.svg"), to.join("images/keys.svg"))?;
            let manifest = fs::read_to_string(from.join("course.toml"))?;
            let renamed = manifest.replacen(&format!("id = {id:?}"), &format!("id = \"{id}-{copy}\""), 1);
            fs::write(to.join("course.toml"), renamed)?;
        }
    }
    Ok(courses::COURSES * COPIES * courses::LESSONS)
}

/// The time of one check, and its most memory in kB where the system tells (`/proc`).
fn once(program: &Path, folder: &Path) -> Result<(Duration, Option<u64>)> {
    let begun = Instant::now();
    let mut child = Command::new(program)
        .arg("check")
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut most = None;
    let code = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = most.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()));
        match child.try_wait()? {
            Some(code) => break code,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let time = begun.elapsed();
    if !code.success() {
        return Err(format!("check {}: {code}", folder.display()).into());
    }
    Ok((time, most))
}
