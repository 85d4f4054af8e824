"""The page of the blind test: one file that plays all clips out of one picture and counts what people say."""

import base64
from collections.abc import Sequence

import cv2
import msgspec
import numpy as np
from neonworks_models.sprites.sprite import RGBA

from neonworks_daemon.bench.blind import BlindClip

__all__ = ["blind_page"]

_SCALE = 3


def blind_page(clips: Sequence[BlindClip]) -> str:
    """HTML that needs nothing else; it holds pixels, times and whether a clip loops, and no answer."""
    height = max(frame.shape[0] for clip in clips for frame in clip.frames)
    width = max(frame.shape[1] for clip in clips for frame in clip.frames)
    sheet = np.zeros((height * len(clips), width * max(len(clip.frames) for clip in clips), 4), np.uint8)
    for row, clip in enumerate(clips):
        for column, frame in enumerate(clip.frames):
            _placed(sheet, frame, row * height, column * width, height, width)
    told = [{"times": clip.durations, "loop": bool(clip.strip.spec.loop)} for clip in clips]
    _, png = cv2.imencode(".png", cv2.cvtColor(sheet, cv2.COLOR_RGBA2BGRA))
    values = {
        "SHEET": base64.b64encode(png.tobytes()).decode(),
        "CLIPS": msgspec.json.encode(told).decode(),
        "SIZE": f"[{width},{height},{_SCALE}]",
    }
    page = _PAGE
    for name, value in values.items():
        page = page.replace(f"%{name}%", value)
    return page


def _placed(sheet: RGBA, frame: RGBA, y: int, x: int, height: int, width: int) -> None:
    """A frame in its cell, on the ground and in the middle."""
    top, left = y + height - frame.shape[0], x + (width - frame.shape[1]) // 2
    sheet[top : top + frame.shape[0], left : left + frame.shape[1]] = frame


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Blind sheet</title>
<style>
body{background:#303036;color:#ececf0;font:15px sans-serif;margin:24px}
#clips{display:flex;flex-wrap:wrap;gap:14px}
figure{margin:0;background:#3c3c44;padding:8px;border-radius:6px}
canvas{image-rendering:pixelated;background:#707078;display:block;margin:4px 0}
label{margin-right:10px}pre{user-select:all}
</style>
<h1>Who drew it?</h1>
<p>Half of these clips were drawn by artists, half by this program. Say which; then read your answers below,
or open the key to count them.</p>
<p><button id="pause">Pause</button> <input type="file" id="key" accept=".json"> <b id="score"></b></p>
<div id="clips"></div><pre id="said"></pre>
<script>
const clips=%CLIPS%,[W,H,S]=%SIZE%,said={};
let paused=false,clock=0,last=performance.now();
const sheet=new Image(),box=document.getElementById("clips");
clips.forEach((clip,row)=>{
  const figure=document.createElement("figure"),canvas=document.createElement("canvas");
  canvas.width=W;canvas.height=H;canvas.style.width=W*S+"px";canvas.style.height=H*S+"px";
  figure.append("#"+(row+1),canvas);
  for(const word of ["artist","ours"]){
    const label=document.createElement("label"),choice=document.createElement("input");
    choice.type="radio";choice.name="c"+row;
    choice.onchange=()=>{said[row+1]=word;document.getElementById("said").textContent=JSON.stringify(said)};
    label.append(choice,word);figure.append(label);
  }
  box.append(figure);
  clip.pen=canvas.getContext("2d");clip.shown=-1;
  clip.length=clip.times.reduce((a,b)=>a+b,0)+(clip.loop?0:900);
});
function play(now){
  if(!paused)clock+=now-last;
  last=now;
  clips.forEach((clip,row)=>{
    let left=clock%clip.length,frame=0;
    while(frame<clip.times.length-1&&left>=clip.times[frame])left-=clip.times[frame++];
    if(frame===clip.shown)return;
    clip.shown=frame;clip.pen.clearRect(0,0,W,H);
    clip.pen.drawImage(sheet,frame*W,row*H,W,H,0,0,W,H);
  });
  requestAnimationFrame(play);
}
document.getElementById("pause").onclick=()=>{paused=!paused};
document.getElementById("key").onchange=async event=>{
  const key=JSON.parse(await event.target.files[0].text()).clips;
  const told=key.filter(clip=>said[clip.number]);
  const right=told.filter(clip=>said[clip.number]===clip.answer).length;
  document.getElementById("score").textContent=right+" of "+told.length+" right";
};
sheet.onload=()=>requestAnimationFrame(play);
sheet.src="data:image/png;base64,%SHEET%";
</script></html>
"""
