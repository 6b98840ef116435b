//! One small plan (一生一策): what shall become better, what is done for it and when, what may come between, and the day on
//! which it is looked at again.

use serde::{Deserialize, Serialize};

/// Most characters of a line.
pub const LONGEST: usize = 120;
/// Days after which a plan may be looked at again.
pub const REVIEWS: [u32; 3] = [7, 14, 28];

/// A line of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// What shall become better.
    Goal,
    /// When and where.
    When,
    /// What may come between.
    Obstacle,
    /// And then what.
    Instead,
}

impl Line {
    /// In the order in which they are asked.
    pub const ALL: [Line; 4] = [Line::Goal, Line::When, Line::Obstacle, Line::Instead];
}

/// A plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What shall become better.
    pub goal: String,
    /// Id of the exercise that is done for it; empty for something of one's own.
    pub exercise: String,
    /// When and where.
    pub when: String,
    /// What may come between.
    pub obstacle: String,
    /// And then what.
    pub instead: String,
    /// Day on which it is looked at again, in days since 1970.
    pub review: u32,
}

impl Plan {
    /// A new one.
    #[must_use]
    pub fn new(today: u32) -> Plan {
        Plan { review: today + REVIEWS[0], ..Plan::default() }
    }

    /// A line of it.
    #[must_use]
    pub fn line(&self, line: Line) -> &str {
        match line {
            Line::Goal => &self.goal,
            Line::When => &self.when,
            Line::Obstacle => &self.obstacle,
            Line::Instead => &self.instead,
        }
    }

    /// Writes a line; what is longer is cut.
    pub fn write(&mut self, line: Line, text: &str) {
        let text: String = text.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
        *match line {
            Line::Goal => &mut self.goal,
            Line::When => &mut self.when,
            Line::Obstacle => &mut self.obstacle,
            Line::Instead => &mut self.instead,
        } = text;
    }

    /// Whether it can be kept: it says what for and when. A plan without its obstacle is still a plan.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.goal.trim().is_empty() && !self.when.trim().is_empty()
    }

    /// Whether its day has come.
    #[must_use]
    pub fn is_due(&self, today: u32) -> bool {
        today >= self.review
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Line, Plan};

    #[test]
    fn a_plan_needs_what_for_and_when_and_comes_back_on_its_day() {
        let mut plan = Plan::new(20_000);
        plan.write(Line::Goal, "早点睡");
        assert!(!plan.is_whole());
        plan.write(Line::When, "  ");
        assert!(!plan.is_whole());
        plan.write(Line::When, "晚自习后\n十点");
        assert!(plan.is_whole() && plan.when == "晚自习后十点");
        plan.write(Line::Instead, &"长".repeat(LONGEST + 1));
        assert_eq!(plan.instead.chars().count(), LONGEST);
        assert_eq!([20_006, 20_007, 20_100].map(|day| plan.is_due(day)), [false, true, true]);
    }
}
