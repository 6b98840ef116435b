import { define } from "@qinghe/elements";
import type { ScreeningAttributes } from "@qinghe/elements";
import type {} from "@qinghe/elements/react";
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";

define();

function Page() {
  const [launch, setLaunch] = useState<ScreeningAttributes>();
  const [told, setTold] = useState<string[]>([]);
  useEffect(() => {
    fetch("/launch").then((answer) => answer.json()).then(setLaunch);
  }, []);
  if (!launch) return null;
  return (
    <>
      <qinghe-screening {...launch} onqinghe-ready={(event) => setTold((all) => [...all, event.type])} onqinghe-error={(event) => setTold((all) => [...all, event.detail.code])} />
      <p id="told">{told.join(" ")}</p>
    </>
  );
}

createRoot(document.getElementById("app")!).render(<Page />);
