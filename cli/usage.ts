/** What `--help` prints; a wrong command line prints it on standard error. */
export const USAGE = `Usage: gatescope COMMAND [FILE…] [OPTION…]

Commands
  open FILE…                        what the file is: layers, weights, settings, questions
  run FILE… --input X               run X, record every gate and state; --out writes the trace
  check FILE… --input X --expected E
                                    run and compare with reference arrays
  explain FILE… --input X --layer L --unit U --step T
                                    one unit at one timestep, written out as on paper
  guess FILE… --input X --expected Y
                                    which settings explain a known output, the nearest first
  save FILE… --out F                the weights as .npz or .weights.h5 (Keras 3), with the answers of --set
  rebuild FILE… --input X --out FOLDER
                                    the run as a new folder: rebuild.py makes it again in Keras and compares
  serve [--port N]                  the app as a page on 127.0.0.1
  example [NAME]                    list the built-in examples, or write one into this folder

FILE is a model file, or example:NAME for a built-in one (then --input may be left out).

Options
  --input X                         .npy .npz .csv .tsv .json .txt; repeat it in the order of the inputs
  --columns a,b,c                   only these columns of a table, by name, in this order
  --sample N                        only sample N
  --state F.npz                     initial states by their names in a trace: LAYER/h, LAYER/forward/c
  --set LAYER.SETTING=VALUE         answer a question; repeatable
  --out F                           .npz, .csv or .json; of save .npz or .weights.h5; of rebuild a new folder
  --signals i,f,c   --steps A:B     only these signals, only timesteps A to B-1
  --precision f32|f64               f32 unless said
  --kernel reference                how it is computed; chosen by itself
  --tolerance ABS[,REL]             for check, ABS for guess; 1e-5,0 unless said
  --certificate F.json              for check: what was run and what it equals, with SHA-256
  --json  --quiet  --help  --version

Exit status: 0 done, 1 check failed, 2 wrong command line, 3 input refused, 4 a defect of Gatescope, 130 interrupted
`;
