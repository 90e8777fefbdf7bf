"""Many schools solved together: who teaches where, on which half-days, each school's timetable, proof of the whole.

    folder → District → staffing → visits (master) → schools (solved on their own) ⇄ cuts → audit → report

domain      what a district is                      parts       what the master has to know of a school
book        district.xlsx (tables, like, template)  master      visits of shared teachers (bounds, journeys, spare)
plans       each school's plan of it                clash       why there are none, in the fewest reasons
folder      district.json, the run on disk          alone       one school under its absences
audit       the whole, from the written files       cuts        what it proves it cannot do
whatif      changes in every school                 solving     the loop of master and schools; joint: both in one model

``pool`` is where the work runs: processes of this machine or a Dask cluster. ``audit`` shares nothing with the master.
Rules are given.
"""
