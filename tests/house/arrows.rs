//! Which arrows of a floor run up, and which run in a circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::order::{Floor, ROOMS};
use crate::source::{Crate, Module, Names, Place};

/// What is wrong with a floor, a line each that says where; with the paths that make it so.
pub fn faults(floor: &Floor, read: &Crate) -> BTreeMap<String, BTreeSet<String>> {
    let mut faults: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut files: BTreeMap<&str, BTreeMap<&str, String>> = BTreeMap::new();
    for (path, module) in &read.modules {
        let Some(room) = path.first() else { continue };
        if place(floor, room).is_none() {
            let fault = format!("{}/src/{room} has no place in the order", floor.name);
            faults.entry(fault).or_default();
        }
        for said in &module.says {
            let Some(found) = read.place(path, said) else {
                continue;
            };
            if let Some(other) = upward(floor, room, &found) {
                let fault = format!("{}/src/{} looks up to {other}", floor.name, module.file);
                faults.entry(fault).or_default().insert(said.join("::"));
            }
            if let Some(file) = neighbour(read, room, module, said, &found) {
                let arrows = files.entry(&module.file).or_default();
                arrows.entry(file).or_insert_with(|| said.join("::"));
            }
        }
    }
    let bare = files
        .iter()
        .map(|(from, to)| (*from, to.keys().copied().collect()))
        .collect();
    for circle in circles(&bare) {
        let names: Vec<&str> = circle.iter().copied().collect();
        let within = |(from, to): &(&str, &str)| circle.contains(from) && circle.contains(to);
        let arrows = files
            .iter()
            .flat_map(|(from, to)| to.keys().map(|to| (*from, *to)));
        let arrows = arrows
            .filter(within)
            .map(|(from, to)| format!("{from} -> {to}: {}", files[from][to]));
        let fault = format!("{}/src: a circle of {}", floor.name, names.join(", "));
        faults.insert(fault, arrows.collect());
    }
    faults
}

/// The height of what stands on a floor; what puts the rooms together has every height.
fn place(floor: &Floor, name: &str) -> Option<Option<usize>> {
    if floor.frame.contains(&name) {
        return Some(None);
    }
    let mut order = floor.below.iter().chain(&ROOMS).chain(floor.above);
    order.position(|other| *other == name).map(Some)
}

/// What a path leads to, if that stands above the room that says it. On another floor, rooms look down
/// as well.
fn upward(floor: &Floor, room: &str, found: &Place) -> Option<String> {
    match found {
        Place::Here { module, .. } => {
            let other = module.first()?;
            let higher = place(floor, other)?? > place(floor, room)??;
            higher.then(|| other.clone())
        }
        Place::Other(names) => {
            let height = |name: &str| ROOMS.iter().position(|other| *other == name);
            let (krate, other) = (names.first()?, names.get(1)?);
            let foreign = !floor.on.contains(&krate.as_str()) && krate != floor.name;
            let higher = height(other)
                .zip(height(room))
                .is_some_and(|(other, room)| other > room);
            (foreign || higher).then(|| format!("{krate}::{other}"))
        }
    }
}

/// The other file of the same room that a path leads to. A name for a whole folder leads nowhere by
/// itself: what is taken from the folder does.
fn neighbour<'r>(
    read: &'r Crate,
    room: &str,
    module: &Module,
    said: &Names,
    found: &Place,
) -> Option<&'r str> {
    let Place::Here {
        module: target,
        whole,
    } = found
    else {
        return None;
    };
    let file = read.modules.get(target)?.file.as_str();
    let folder = *whole && (file.ends_with("/mod.rs") || said.iter().all(|name| name == "super"));
    (target.first()? == room && file != module.file && !folder).then_some(file)
}

/// Files that lead to each other, however far around.
pub fn circles<'f>(arrows: &BTreeMap<&'f str, BTreeSet<&'f str>>) -> Vec<BTreeSet<&'f str>> {
    let reach = |from: &'f str| {
        let mut seen = BTreeSet::new();
        let mut next = vec![from];
        while let Some(file) = next.pop() {
            for other in arrows.get(file).into_iter().flatten() {
                if seen.insert(*other) {
                    next.push(other);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> = arrows.keys().map(|file| (*file, reach(file))).collect();
    let mut circles: Vec<BTreeSet<&str>> = Vec::new();
    for (file, others) in &reached {
        if !others.contains(file) || circles.iter().any(|circle| circle.contains(file)) {
            continue;
        }
        let back = |other: &&str| reached.get(*other).is_some_and(|reached| reached.contains(file));
        circles.push(others.iter().copied().filter(back).collect());
    }
    circles
}
