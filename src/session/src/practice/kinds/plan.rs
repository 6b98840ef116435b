//! A plan: it is one only when its lines are filled, so it may not be left for later.

use super::{At, Event, Given, Left, Shows, Took, Work, write::Writing};
use qinghe_content::exercise::Plan;

pub(super) struct Planning(Writing);

impl Planning {
    pub(super) fn new(plan: Plan, kept: &Given) -> Planning {
        Planning(Writing::new(plan.fields, false, kept))
    }
}

impl Work for Planning {
    fn take(&mut self, event: &Event, at: At) -> Took {
        self.0.take(event, at)
    }

    fn leave(&mut self, at: At) -> Left {
        self.0.leave(at)
    }

    fn ready(&self, at: At) -> bool {
        self.0.ready(at)
    }

    fn given(&self) -> Given {
        self.0.given()
    }

    fn shows(&self, at: At) -> Shows {
        self.0.shows(at)
    }
}
