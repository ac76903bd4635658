//! Prints what was measured as markdown tables, and whether each target is reached.

use crate::{bench::Measured, pages::Weight};

/// A row: the program, and the bare handler with the same bytes.
pub struct Row {
    /// What was asked.
    pub name: String,
    /// The program; none where it has no such page.
    pub program: Option<Measured>,
    /// The bare handler.
    pub bare: Option<Measured>,
}

impl Row {
    /// The program's speed as a share of the bare handler's.
    pub fn share(&self) -> Option<f64> {
        Some(self.program.as_ref()?.per_second / self.bare.as_ref()?.per_second)
    }
}

/// A target of the product and what was measured.
pub struct Target {
    /// What is to be reached.
    pub wanted: String,
    /// What was measured, with its unit; none when it could not be measured.
    pub measured: Option<(String, bool)>,
}

impl Target {
    /// At least so much.
    pub fn at_least(what: &str, wanted: f64, unit: &str, measured: Option<f64>) -> Target {
        Target {
            wanted: format!("{what} ≥ {wanted}{unit}"),
            measured: measured.map(|m| (format!("{}{unit}", short(m)), m >= wanted)),
        }
    }

    /// At most so much.
    pub fn at_most(what: &str, wanted: f64, unit: &str, measured: Option<f64>) -> Target {
        Target {
            wanted: format!("{what} ≤ {wanted}{unit}"),
            measured: measured.map(|m| (format!("{}{unit}", short(m)), m <= wanted)),
        }
    }
}

fn short(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}")
    }
}

/// The speeds.
pub fn speeds(rows: &[Row]) {
    println!("\n| what | a second | p50 ms | p99 ms | bare handler a second | its p99 ms | share |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    for row in rows {
        let Some(program) = &row.program else {
            println!("| {} | not there | | | | | |", row.name);
            continue;
        };
        let (speed, p99) = row.bare.as_ref().map_or((String::new(), String::new()), |bare| {
            (format!("{:.0}", bare.per_second), format!("{:.2}", bare.p99))
        });
        let share = row.share().map(|share| format!("{share:.2}")).unwrap_or_default();
        println!(
            "| {} | {:.0} | {:.2} | {:.2} | {speed} | {p99} | {share} |",
            row.name, program.per_second, program.p50, program.p99
        );
    }
}

/// The weights.
pub fn weights(pages: &[(&str, Option<Weight>)]) {
    println!(
        "\n| page, bytes over the wire (brotli) | HTML | CSS | JS | WASM | pictures | together | HTML before compression |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    for (name, weight) in pages {
        match weight {
            Some(w) => println!(
                "| {name} | {} | {} | {} | {} | {} | {} | {} |",
                w.html,
                w.css,
                w.js,
                w.wasm,
                w.pictures,
                w.all(),
                w.plain
            ),
            None => println!("| {name} | not there | | | | | | |"),
        }
    }
}

/// The targets.
pub fn targets(targets: &[Target]) {
    println!("\n| target | measured | reached |");
    println!("|---|---:|---|");
    for target in targets {
        let (measured, reached) = match &target.measured {
            Some((measured, true)) => (measured.as_str(), "yes"),
            Some((measured, false)) => (measured.as_str(), "**no**"),
            None => ("—", "not measured"),
        };
        println!("| {} | {measured} | {reached} |", target.wanted);
    }
}
