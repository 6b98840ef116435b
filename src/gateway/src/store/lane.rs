//! Threads that own the connections. Work waits in a queue with an end; what does not fit is refused at once.

use super::{
    Place, StoreError, Use,
    connection::Connection,
    db::{Db, SqlError, SqlResult},
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread::JoinHandle,
};
use tokio::sync::oneshot;

/// Most work that waits.
const QUEUE: usize = 1024;
/// Places beyond [`QUEUE`] that only [`Room::Reserved`] may take.
const RESERVE: usize = 256;
/// Most writes that share one commit.
const GROUP: usize = 128;

/// Which places in the queue a write may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// All but the reserve.
    Usual,
    /// The reserve too: urgent notices, and whatever a counsellor does.
    Reserved,
}

type Reply = Box<dyn FnOnce(bool) + Send>;
type Work = Box<dyn FnOnce(&mut dyn Connection) -> Reply + Send>;

/// One queue and the threads that serve it.
pub struct Lane {
    queue: Option<mpsc::Sender<Work>>,
    waiting: Arc<AtomicUsize>,
    threads: Vec<JoinHandle<()>>,
}

impl Lane {
    /// One thread that writes. `first` gets the connection, or why there is none.
    pub fn writer(
        place: Place,
        first: impl FnOnce(Result<&mut dyn Connection, String>) + Send + 'static,
    ) -> Lane {
        let (queue, work) = mpsc::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let taken = waiting.clone();
        let thread = std::thread::spawn(move || match place.connect(Use::Write) {
            Ok(mut connection) => {
                first(Ok(connection.as_mut()));
                write_loop(connection, &place, &Queue { work: Mutex::new(work), taken });
            }
            Err(why) => first(Err(why)),
        });
        Lane { queue: Some(queue), waiting, threads: vec![thread] }
    }

    /// Threads that read. They connect when there is something to read.
    pub fn readers(place: &Place, count: usize) -> Lane {
        let (queue, work) = mpsc::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let queue_of_all = Arc::new(Queue { work: Mutex::new(work), taken: waiting.clone() });
        let threads = (0..count).map(|_| {
            let (place, queue) = (place.clone(), queue_of_all.clone());
            std::thread::spawn(move || read_loop(&place, &queue))
        });
        let threads = threads.collect();
        Lane { queue: Some(queue), waiting, threads }
    }

    /// Queues `work` and waits for its commit.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn ask<T: Send + 'static>(
        &self,
        room: Room,
        work: impl FnOnce(&mut dyn Db) -> SqlResult<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let boxed: Work = Box::new(move |connection| {
            let result = in_savepoint(connection, work);
            Box::new(move |committed| {
                let told = match result {
                    Ok(value) if committed => Ok(value),
                    Ok(_) => Err(StoreError::Refused),
                    Err(why) => {
                        tracing::error!(%why, "the database refused");
                        Err(StoreError::Refused)
                    }
                };
                // The asker may be gone; the write stands all the same.
                let _gone = answer.send(told);
            })
        });
        self.enter(room)?;
        let queue = self.queue.as_ref().ok_or(StoreError::Refused)?;
        queue.send(boxed).map_err(|_| StoreError::Refused)?;
        answered.await.map_err(|_| StoreError::Refused)?
    }

    fn enter(&self, room: Room) -> Result<(), StoreError> {
        let most = match room {
            Room::Usual => QUEUE,
            Room::Reserved => QUEUE + RESERVE,
        };
        let more = |waiting| (waiting < most).then_some(waiting + 1);
        self.waiting
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more)
            .map(drop)
            .map_err(|_| StoreError::Full)
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.queue = None;
        for thread in self.threads.drain(..) {
            // Work that was taken is finished before the process goes.
            let _panicked = thread.join();
        }
    }
}

struct Queue {
    work: Mutex<mpsc::Receiver<Work>>,
    taken: Arc<AtomicUsize>,
}

impl Queue {
    /// Waits for work; `None` when nobody can bring any more.
    fn next(&self) -> Option<Work> {
        let work = self.work.lock().ok()?.recv().ok()?;
        self.taken.fetch_sub(1, Ordering::Relaxed);
        Some(work)
    }

    /// Work that waits already.
    fn also(&self) -> Option<Work> {
        let work = self.work.lock().ok()?.try_recv().ok()?;
        self.taken.fetch_sub(1, Ordering::Relaxed);
        Some(work)
    }
}

/// A savepoint of its own: failing work takes nothing of its group with it.
fn in_savepoint<T>(
    connection: &mut dyn Connection,
    work: impl FnOnce(&mut dyn Db) -> SqlResult<T>,
) -> SqlResult<T> {
    connection.batch("SAVEPOINT one")?;
    let done = work(connection);
    connection.batch(if done.is_ok() { "RELEASE one" } else { "ROLLBACK TO one; RELEASE one" })?;
    done
}

fn write_loop(mut connection: Box<dyn Connection>, place: &Place, queue: &Queue) {
    while let Some(first) = queue.next() {
        if !connection.alive() {
            match place.connect(Use::Write) {
                Ok(again) => connection = again,
                // Dropping the work drops its channel, which its writer reads as a failure.
                Err(why) => {
                    tracing::error!(why, "the database cannot be reached");
                    continue;
                }
            }
        }
        let mut replies = Vec::new();
        let committed =
            without_dying(connection.as_mut(), |connection| group(connection, first, queue, &mut replies));
        if let Err(why) = &committed {
            tracing::error!(%why, "a commit failed; its writers are told so");
        }
        for reply in replies {
            reply(committed.is_ok());
        }
    }
}

/// A fault in one piece of work must not end the thread that everybody else needs.
fn without_dying<T>(
    connection: &mut dyn Connection,
    work: impl FnOnce(&mut dyn Connection) -> SqlResult<T>,
) -> SqlResult<T> {
    let done = catch_unwind(AssertUnwindSafe(|| work(connection)))
        .unwrap_or_else(|_| Err(SqlError("a piece of work panicked".to_owned())));
    if done.is_err() {
        // A transaction that is left open would swallow the next one. It may be gone already.
        let _gone = connection.end(false);
    }
    done
}

/// Runs what waits in one transaction. Replies are collected and not given: that is for after the commit.
fn group(
    connection: &mut dyn Connection,
    first: Work,
    queue: &Queue,
    replies: &mut Vec<Reply>,
) -> Result<(), SqlError> {
    connection.begin_write()?;
    replies.push(first(connection));
    while replies.len() < GROUP {
        let Some(next) = queue.also() else { break };
        replies.push(next(connection));
    }
    connection.end(true)
}

fn read_loop(place: &Place, queue: &Queue) {
    let mut kept: Option<Box<dyn Connection>> = None;
    while let Some(work) = queue.next() {
        if kept.as_ref().is_none_or(|connection| !connection.alive()) {
            kept = match place.connect(Use::Read) {
                Ok(connection) => Some(connection),
                Err(why) => {
                    tracing::error!(why, "the database cannot be reached");
                    continue;
                }
            };
        }
        let Some(connection) = kept.as_mut() else { continue };
        let done = without_dying(connection.as_mut(), |connection| {
            connection.begin_read()?;
            let reply = work(connection);
            connection.end(true).map(|()| reply)
        });
        match done {
            Ok(reply) => reply(true),
            Err(why) => tracing::error!(%why, "a read failed"),
        }
    }
}
